using System.Globalization;

namespace Mmva.Training;

/// <summary>The mean of losses over the steps of an epoch.</summary>
/// <param name="Sum">The sums over the steps.</param>
/// <param name="Count">The number of steps.</param>
internal readonly record struct LossMean(LossParts Sum, int Count)
{
    public LossParts Value => Count == 0
        ? default
        : new(Sum.Image / Count, Sum.Music / Count, Sum.Caption / Count, Sum.Similarity / Count, Sum.Total / Count);

    /// <summary>For checkpoints in the middle of an epoch: reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static LossMean Parse(string text)
    {
        var words = text.Split(' ');
        if (words.Length != 6) throw new FormatException($"the loss '{text}'");
        double Number(int index) => double.Parse(words[index], CultureInfo.InvariantCulture);
        return new(new(Number(0), Number(1), Number(2), Number(3), Number(4)), int.Parse(words[5], CultureInfo.InvariantCulture));
    }

    public LossMean With(LossParts loss) => new(
        new(
            Sum.Image + loss.Image,
            Sum.Music + loss.Music,
            Sum.Caption + loss.Caption,
            Sum.Similarity + loss.Similarity,
            Sum.Total + loss.Total),
        Count + 1);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Sum.Image:R} {Sum.Music:R} {Sum.Caption:R} {Sum.Similarity:R} {Sum.Total:R} {Count}");
}
