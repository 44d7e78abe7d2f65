using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Mmva.Tasks;

/// <summary>Divides a stream of frames into shots, in bounded memory.</summary>
internal sealed class ShotBuilder(VideoSummaryOptions options)
{
    // 0 if the images decide
    private readonly int _fixedLength = options.ShotsOrDefault switch
    {
        ShotDetection.FixedLength => FramesOf(options.ShotLength, options),
        ShotDetection.MusicClips => FramesOf(options.MusicSegment, options),
        _ => 0,
    };

    private readonly int _window = (int)(options.SegmentationWindow.TotalSeconds * options.FramesPerSecond);
    private readonly List<byte[]> _thumbnails = []; // of the frames that are not in a shot yet
    private readonly List<float> _features = []; // of the same frames, normalized to length 1
    private readonly List<(int Length, byte[] Thumbnail)> _shots = [];

    /// <param name="features">The features of the frame; not used for shots of fixed length.</param>
    /// <param name="thumbnail">The frame as a JPEG; empty for none.</param>
    public void Add(ReadOnlySpan<float> features, byte[] thumbnail)
    {
        _thumbnails.Add(thumbnail);
        if (_fixedLength > 0)
        {
            if (_thumbnails.Count == _fixedLength) Close(_fixedLength);
            return;
        }
        AddNormalized(features);
        if (_thumbnails.Count == _window) CloseWindow(isLast: false);
    }

    /// <summary>Returns all shots after the last frame: their lengths in frames, and the thumbnails of their middle frames.</summary>
    public IReadOnlyList<(int Length, byte[] Thumbnail)> Complete()
    {
        if (_thumbnails.Count > 0 && _fixedLength > 0) Close(_thumbnails.Count);
        if (_thumbnails.Count > 0) CloseWindow(isLast: true);
        return _shots;
    }

    /// <summary>
    /// Segments the open frames. The last shot continues in the next window, unless it fills most of this one: that bounds the work.
    /// </summary>
    private void CloseWindow(bool isLast)
    {
        var count = _thumbnails.Count;
        var features = CollectionsMarshal.AsSpan(_features);
        var changes = KernelTemporalSegmentation.Segment(features, features.Length / count, penalty: options.ChangePenalty).ChangePoints;
        int[] bounds = [0, .. changes, count];
        var closed = isLast || count - bounds[^2] > _window / 2 ? bounds.Length - 1 : bounds.Length - 2;
        for (var shot = 0; shot < closed; shot++) Close(bounds[shot + 1] - bounds[shot]);
    }

    private void Close(int length)
    {
        if (_features.Count > 0) _features.RemoveRange(0, _features.Count / _thumbnails.Count * length);
        _shots.Add((length, _thumbnails[length / 2]));
        _thumbnails.RemoveRange(0, length);
    }

    private static int FramesOf(TimeSpan length, VideoSummaryOptions options) =>
        Math.Max(1, (int)Math.Round(length.TotalSeconds * options.FramesPerSecond));

    private void AddNormalized(ReadOnlySpan<float> features)
    {
        var start = _features.Count;
        _features.AddRange(features);
        var added = CollectionsMarshal.AsSpan(_features)[start..];
        var norm = TensorPrimitives.Norm<float>(added);
        if (norm > 0) TensorPrimitives.Divide(added, norm, added);
    }
}
