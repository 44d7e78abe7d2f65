using System.Globalization;

namespace Mmva.Encoders;

/// <summary>The preparation that all caption encoders share.</summary>
internal static class Captions
{
    /// <summary>Tokenizes captions; notices identify those that were truncated, and those that have a notice of their own.</summary>
    public static (int[][] Ids, List<EncodingNotice> Notices) Tokenize(
        IReadOnlyList<string> captions, Func<string, TokenizedText> tokenize, Func<string, string?>? notice, CancellationToken cancellationToken)
    {
        var notices = new List<EncodingNotice>();
        var ids = new int[captions.Count][];
        for (var i = 0; i < ids.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var text = tokenize(captions[i]);
            ids[i] = text.Ids;
            if (text.Truncated)
                notices.Add(new(i, string.Create(CultureInfo.InvariantCulture, $"truncated to {text.Ids.Length} of {text.TotalTokens} tokens")));
            if (notice?.Invoke(captions[i]) is { } message) notices.Add(new(i, message));
        }
        return (ids, notices);
    }
}
