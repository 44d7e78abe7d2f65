using Mmva.TestSupport;

namespace Mmva.Data.Tests;

public sealed class ClipCaptionerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_audio_of_the_clip_is_captioned_and_captions_of_parts_are_joined()
    {
        var captioner = new Fixed("A piano.", " ", " It is calm. ");
        (await Caption(captioner)).Should().Be("A piano. It is calm.");
        captioner.Audio!.Samples.Length.Should().Be(20, "the clip is a fifth of the song");
    }

    [Fact]
    public async Task Without_words_there_is_no_caption() => (await Caption(new Fixed(""))).Should().BeNull();

    private Task<string?> Caption(Fixed captioner)
    {
        var song = _folder.Write("7.wav", WavFile.Encode(new(new float[100], 10)));
        MusicClip clip = new(new("7-2", song, default, "deam/7"), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        return new ClipCaptioner(captioner, new AudioDecoder()).CaptionAsync(clip);
    }

    private sealed class Fixed(params string[] texts) : IAudioCaptioner
    {
        public Waveform? Audio { get; private set; }

        public IAsyncEnumerable<AudioCaption> CaptionAsync(Waveform audio, CancellationToken cancellationToken = default)
        {
            Audio = audio;
            return texts.Select(text => new AudioCaption(text, TimeSpan.Zero, audio.Duration)).ToAsyncEnumerable();
        }
    }
}
