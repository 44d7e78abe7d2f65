namespace Mmva.Tasks;

/// <summary>The integrated loudness of stereo at 48 kHz (ITU-R BS.1770-4), and its peak.</summary>
internal sealed class Loudness
{
    private const int Channels = 2, HopSamples = 4800, HopsPerBlock = 4; // blocks of 400 ms, one every 100 ms
    private const double AbsoluteGate = -70, RelativeGate = -10, Offset = -0.691;

    private readonly List<double> _hops = []; // the mean square of both channels together
    private readonly double[,] _state = new double[Channels, 4];
    private double _sum;
    private int _samples;

    /// <summary>The largest sample.</summary>
    public double Peak { get; private set; }

    /// <summary>The loudness in LUFS, or −∞ for silence.</summary>
    public double Integrated
    {
        get
        {
            var count = Math.Max(0, _hops.Count - HopsPerBlock + 1);
            double[] blocks = [.. Enumerable.Range(0, count).Select(i => _hops.Skip(i).Take(HopsPerBlock).Average())];
            if (blocks.Length == 0 && _hops.Count > 0) blocks = [_hops.Average()];
            double[] heard = [.. blocks.Where(block => Level(block) > AbsoluteGate)];
            if (heard.Length == 0) return double.NegativeInfinity;
            var gate = Level(heard.Average()) + RelativeGate;
            return Level(heard.Where(block => Level(block) > gate).Average());
        }
    }

    /// <param name="samples">Interleaved samples of both channels.</param>
    public void Add(ReadOnlySpan<float> samples)
    {
        for (var i = 0; i + Channels <= samples.Length; i += Channels)
        {
            for (var channel = 0; channel < Channels; channel++)
            {
                var sample = samples[i + channel];
                Peak = Math.Max(Peak, Math.Abs(sample));
                var weighted = Weight(channel, sample);
                _sum += weighted * weighted;
            }
            if (++_samples < HopSamples) continue;
            _hops.Add(_sum / HopSamples);
            (_sum, _samples) = (0, 0);
        }
    }

    private static double Level(double meanSquare) => Offset + (10 * Math.Log10(meanSquare));

    // the two filters of the recommendation: the head's shelf, and a high pass
    private double Weight(int channel, double x)
    {
        var y = (1.53512485958697 * x) + _state[channel, 0];
        _state[channel, 0] = (-2.69169618940638 * x) + (1.69065929318241 * y) + _state[channel, 1];
        _state[channel, 1] = (1.19839281085285 * x) - (0.73248077421585 * y);
        var z = y + _state[channel, 2];
        _state[channel, 2] = (-2 * y) + (1.99004745483398 * z) + _state[channel, 3];
        _state[channel, 3] = y - (0.99007225036621 * z);
        return z;
    }
}
