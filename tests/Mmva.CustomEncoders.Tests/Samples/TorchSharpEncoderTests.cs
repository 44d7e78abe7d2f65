using Mmva.TestSupport;

namespace Mmva.CustomEncoders.Tests.Samples;

public class TorchSharpEncoderTests
{
    /// <summary>The sample refers to no native PyTorch, so this is what a build of it always does.</summary>
    [Fact]
    public async Task Without_the_native_library_it_says_why_and_what_to_do()
    {
        var (exitCode, output, errors) = await SampleProgram.RunAsync("TorchSharpEncoder", AppContext.BaseDirectory);
        exitCode.Should().Be(2);
        output.Should().BeEmpty();
        errors.Should().StartWith("TorchSharp's native library does not load on this machine (");
        errors.Should().Contain("dotnet add package TorchSharp-cpu");
        errors.Should().NotContain("   at ", "a stack trace helps nobody here");
        errors.Split('\n')[1].Trim().Should().MatchRegex("GLIBC|libtorch|c10|LibTorchSharp", "this line is the cause");
    }
}
