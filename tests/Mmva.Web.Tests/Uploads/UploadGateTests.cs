using Microsoft.Extensions.Options;
using Web.Http;
using Web.Uploads;

namespace Mmva.Web.Tests.Uploads;

public class UploadGateTests
{
    [Fact]
    public async Task Who_finds_no_room_waits_until_there_is_some()
    {
        using var gate = new UploadGate(Options.Create(new UploadOptions { MaxBytes = 10_000, MemoryBytes = 20_000 }));
        var first = await gate.ReserveMemoryAsync(10_000, default);
        var second = gate.ReserveMemoryAsync(10_000, default);
        var third = gate.ReserveMemoryAsync(5_000, default).AsTask();
        third.IsCompleted.Should().BeFalse();

        first.Dispose();
        (await third.WaitAsync(TimeSpan.FromSeconds(5))).IsAcquired.Should().BeTrue();
        (await second).Dispose();
    }

    [Fact]
    public async Task The_largest_picture_has_room_even_where_little_memory_is_allowed()
    {
        using var gate = new UploadGate(Options.Create(new UploadOptions { MaxBytes = 1 << 20, MemoryBytes = 1024 }));
        (await gate.ReserveMemoryAsync(1 << 20, default)).IsAcquired.Should().BeTrue();
    }

    [Fact]
    public async Task Who_finds_too_many_waiting_is_asked_to_come_back()
    {
        using var gate = new UploadGate(Options.Create(new UploadOptions { DecodersAtOnce = 1, MaxWaiting = 1 }));
        var (working, waiting) = (await gate.StartWorkAsync(default), gate.StartWorkAsync(default).AsTask());

        (await FluentActions.Awaiting(async () => await gate.StartWorkAsync(default)).Should().ThrowAsync<Refusal>()).Which.Status.Should().Be(503);
        working.Dispose();
        (await waiting).Dispose();
    }

    [Fact]
    public void Limits_out_of_their_range_are_named()
    {
        var result = new UploadOptionsValidator().Validate(null, new UploadOptions { MaxBytes = 1, MaxPixels = 0, Timeout = TimeSpan.Zero });
        result.Failures.Should().HaveCount(3).And.Contain(failure => failure.Contains(nameof(UploadOptions.MaxBytes)));
    }
}
