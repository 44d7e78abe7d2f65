namespace Mmva.Training;

/// <summary>The mean of losses over the steps of an epoch.</summary>
internal struct LossMean
{
    private LossParts _sum;
    private int _count;

    public readonly LossParts Value => _count == 0
        ? default
        : new(_sum.Image / _count, _sum.Music / _count, _sum.Caption / _count, _sum.Similarity / _count, _sum.Total / _count);

    public void Add(LossParts loss)
    {
        _sum = new(
            _sum.Image + loss.Image,
            _sum.Music + loss.Music,
            _sum.Caption + loss.Caption,
            _sum.Similarity + loss.Similarity,
            _sum.Total + loss.Total);
        _count++;
    }
}
