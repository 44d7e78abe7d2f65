namespace Mmva.Encoders;

/// <summary>The sizes of LP-MusicCaps' audio encoder, which no configuration file contains.</summary>
internal static class AudioFrontEnd
{
    public const int SampleRate = 16_000, ChunkSeconds = 10, ChunkSamples = SampleRate * ChunkSeconds;

    public const int FrameSize = 1024, Hop = 160, Bins = FrameSize / 2 + 1, Bands = 128;

    /// <summary>The frames of a chunk, centered on every 160th sample.</summary>
    public const int Frames = ChunkSamples / Hop + 1;

    /// <summary>Convolutions over time, the first of stride 1 and the others of stride 2, all three frames wide.</summary>
    public const int Convolutions = 6;

    /// <summary>The positions that the convolutions leave of a chunk.</summary>
    public const int Positions = ((Frames - 1) >> (Convolutions - 1)) + 1;
}
