namespace Mmva.Tasks;

/// <summary>A point while a tree is built: points are reordered, and the index identifies each of them.</summary>
internal struct PlanePoint(float valence, float arousal, int index)
{
    public float Valence = valence;
    public float Arousal = arousal;
    public int Index = index;
}
