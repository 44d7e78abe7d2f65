using Mmva;

namespace Predict;

/// <summary>One input: a file, or a text.</summary>
internal sealed class Input
{
    private readonly string _value;
    private readonly bool _isText;

    private Input(string value, bool isText)
    {
        _value = value;
        _isText = isText;
    }

    public static Input File(string path) => new(path, isText: false);

    public static Input Text(string text) => new(text, isText: true);

    public Task<MediaContent> ReadAsync(MediaDecoder decoder, CancellationToken cancellationToken) =>
        _isText ? Task.FromResult(MediaContent.Of(_value)) : decoder.DecodeAsync(_value, cancellationToken);

    /// <summary>The input in one field of a table: tabs and line ends would break it.</summary>
    public override string ToString() => _value.Replace('\t', ' ').Replace('\r', ' ').Replace('\n', ' ');
}
