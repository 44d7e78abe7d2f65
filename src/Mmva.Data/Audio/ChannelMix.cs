using System.Numerics.Tensors;

namespace Mmva.Data;

/// <summary>Mixes channels to one: their mean, and if that cancels them out, something that can be heard. For one file; not thread-safe.</summary>
/// <remarks>
/// Channels that have nothing in common leave a mean of 1/n of their mean power. Where it is less than a fifth of that, they cancel each other out:
/// as a rule, one of two has its poles reversed. Then half of their difference is what the mean would have been, and of more than two channels
/// the loudest one is used.
/// </remarks>
internal sealed class ChannelMix
{
    private const double Canceled = 0.2;

    // a few samples may cancel each other out in any file
    private const int LeastFrames = 1024;

    private readonly bool _isMean = true;
    private readonly int _channel; // the only one used, if there are more than two
    private double[] _powers = [];
    private double _mixed;
    private long _frames;

    public ChannelMix()
    {
    }

    private ChannelMix(int channel)
    {
        _isMean = false;
        _channel = channel;
    }

    /// <summary>Reads a file with its channels mixed: twice if they cancel out, which is known only at the end.</summary>
    /// <param name="read">Reads the file from its start.</param>
    public static Waveform? Read(Func<ChannelMix, Waveform?> read)
    {
        var mean = new ChannelMix();
        var waveform = read(mean);
        if (waveform is null || !mean.Cancels) return waveform;
        var other = mean.Other();
        return read(other)?.WithNotice(other.Notice);
    }

    /// <summary>The difference of two channels, for audio that is read only once.</summary>
    public static ChannelMix Difference() => new(0);

    /// <summary>Whether the mean of all channels so far is near silence although they are not.</summary>
    public bool Cancels =>
        _frames >= LeastFrames && _powers.Length > 1 && _mixed * _powers.Length * _powers.Length < Canceled * _powers.Sum();

    /// <summary>What to tell about a file that is mixed another way.</summary>
    public string Notice => _powers.Length == 2
        ? "its two channels cancel each other out (one is inverted), so their difference is used instead of their mean"
        : FormattableString.Invariant($"its {_powers.Length} channels cancel each other out, so channel {_channel + 1}, the loudest, is used alone");

    /// <summary>The other way to mix the file whose mean cancels out.</summary>
    private ChannelMix Other() => new(_powers.IndexOf(_powers.Max()));

    /// <summary>Mixes interleaved samples.</summary>
    /// <param name="interleaved">The samples of all channels.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="mono">The result.</param>
    public void Mix(ReadOnlySpan<float> interleaved, int channels, Span<float> mono)
    {
        if (_powers.Length != channels) _powers = new double[channels];
        if (!_isMean)
        {
            for (var i = 0; i < mono.Length; i++)
                mono[i] = channels == 2 ? (interleaved[2 * i] - interleaved[(2 * i) + 1]) / 2 : interleaved[(i * channels) + _channel];
            return;
        }
        for (int i = 0, at = 0; i < mono.Length; i++)
        {
            var sum = 0f;
            for (var channel = 0; channel < channels; channel++) sum += interleaved[at++];
            mono[i] = sum / channels;
        }
        if (channels == 1) return;
        _frames += mono.Length;
        _mixed += TensorPrimitives.SumOfSquares<float>(mono);
        if (channels == 2) _powers[0] += TensorPrimitives.SumOfSquares(interleaved); // which of two is louder does not matter
        else
            for (var i = 0; i < interleaved.Length; i++) _powers[i % channels] += (double)interleaved[i] * interleaved[i];
    }
}
