using Microsoft.ML.Tokenizers;

namespace Mmva.Encoders;

/// <summary>Words are separated by spaces: <see cref="BertNormalizer"/> leaves no other separator.</summary>
internal sealed class SpacePreTokenizer : PreTokenizer
{
    public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf(' ', start);
            if (end < 0) end = text.Length;
            if (end > start) yield return (start, end - start);
            start = end + 1;
        }
    }

    public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());
}
