using Mmva;
using Mmva.Training;

namespace TrainCompact;

/// <summary>Random matching of copies of images and music, with new noise in every epoch: items are few, so small details must not matter.</summary>
internal sealed class AugmentedMatching : IBatchSource
{
    private readonly Copies _images, _music;
    private readonly RandomMatching _matching;

    public AugmentedMatching(LabeledFeatures images, LabeledFeatures music, LabeledFeatures captions, ICaptionMatching captionMatching)
    {
        _images = new(images, Recipe.ImageCopies, Recipe.ImageNoise);
        _music = new(music, Recipe.MusicCopies, Recipe.MusicNoise);
        _matching = new(_images.Labeled, _music.Labeled, captions, new OfOriginals(captionMatching, music.Count), new());
    }

    public FeatureBatch Images => _matching.Images;

    public FeatureBatch Music => _matching.Music;

    public FeatureBatch Captions => _matching.Captions;

    public double? Sigma => _matching.Similarity.Sigma;

    public int StepsPerEpoch(int batchSize) => _matching.StepsPerEpoch(batchSize);

    public void BeginEpoch(RandomSource random)
    {
        _images.Renew(random);
        _music.Renew(random);
        _matching.BeginEpoch(random);
    }

    public void Fill(MatchedBatch batch, int step, RandomSource random) => _matching.Fill(batch, step, random);

    private sealed class Copies
    {
        private readonly LabeledFeatures _originals;
        private readonly float[] _values;
        private readonly float _noise;

        public Copies(LabeledFeatures originals, int copies, float noise)
        {
            _originals = originals;
            _noise = noise;
            var features = originals.Features;
            _values = new float[copies * features.Values.Length];
            int[] rows = [.. Enumerable.Range(0, copies * features.Count).Select(i => i % features.Count)];
            Labeled = new(
                new(rows.Length, features.Layers, features.Width, _values),
                [.. rows.Select(r => originals.Emotions[r])], [.. rows.Select(r => originals.Weights?[r] ?? 1)]);
        }

        public LabeledFeatures Labeled { get; }

        public void Renew(RandomSource random)
        {
            // a generator for each part, so that parts can be filled in parallel and are the same for any number of threads
            const int Part = 1 << 16;
            var seeds = new int[(_values.Length + Part - 1) / Part];
            for (var i = 0; i < seeds.Length; i++) seeds[i] = random.Next(int.MaxValue);
            var memory = _originals.Features.Values;
            Parallel.For(0, seeds.Length, part =>
            {
                var noise = new Random(seeds[part]);
                var source = memory.Span;
                var end = Math.Min(_values.Length, (part + 1) * Part);
                for (var i = part * Part; i < end; i += 2)
                {
                    var (first, second) = Normal(noise);
                    _values[i] = source[i % source.Length] + _noise * first;
                    if (i + 1 < end) _values[i + 1] = source[(i + 1) % source.Length] + _noise * second;
                }
            });
        }

        // two standard normal values (Box and Muller 1958)
        private static (float, float) Normal(Random random)
        {
            var (radius, angle) = (MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())), 2 * MathF.PI * random.NextSingle());
            return (radius * MathF.Cos(angle), radius * MathF.Sin(angle));
        }
    }

    // captions are matched with pieces, not with their copies
    private sealed class OfOriginals(ICaptionMatching matching, int pieces) : ICaptionMatching
    {
        private int[] _rows = [];

        public void Match(ReadOnlySpan<int> music, Span<int> captions, RandomSource random)
        {
            if (_rows.Length < music.Length) _rows = new int[music.Length];
            for (var i = 0; i < music.Length; i++) _rows[i] = music[i] % pieces;
            matching.Match(_rows.AsSpan(0, music.Length), captions, random);
        }
    }
}
