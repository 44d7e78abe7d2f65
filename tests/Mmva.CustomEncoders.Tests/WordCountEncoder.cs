namespace Mmva.CustomEncoders.Tests;

/// <summary>
/// Words and letters of a caption, of which it reads the first 80 letters: features [1, 2]. It is made by a container, with a service.
/// </summary>
public sealed class WordCountEncoder(WordSeparators separators) : IModalityEncoder<string>, IDisposable
{
    private const int MaxLength = 80;

    public bool Disposed { get; private set; }

    public EncoderMetadata Metadata { get; } = new(
        "word-count", Layers: 1, Width: 2, License: "MIT", Source: "written for the tests", Fingerprint: "word-count-1");

    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default)
    {
        var values = inputs.Select(text => text[..Math.Min(text.Length, MaxLength)])
            .SelectMany(text => new[] { text.Split(separators.All, StringSplitOptions.RemoveEmptyEntries).Length / 10f, text.Length / 100f });
        var notices = inputs.Index().Where(x => x.Item.Length > MaxLength)
            .Select(x => new EncodingNotice(x.Index, $"cut to {MaxLength} of {x.Item.Length} letters"));
        return Task.FromResult(new FeatureBatch(inputs.Count, 1, 2, values.ToArray(), [.. notices]));
    }

    public void Dispose() => Disposed = true;
}

/// <summary>What parts words.</summary>
public sealed record WordSeparators(char[] All);
