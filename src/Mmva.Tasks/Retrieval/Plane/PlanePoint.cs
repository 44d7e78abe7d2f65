namespace Mmva.Tasks;

/// <summary>A point while a tree is built: it moves, and its number says where it came from.</summary>
internal struct PlanePoint(float valence, float arousal, int number)
{
    public float Valence = valence;
    public float Arousal = arousal;
    public int Number = number;
}
