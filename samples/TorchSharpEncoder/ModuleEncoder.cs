using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Mmva;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharpEncoder;

/// <summary>Any TorchSharp module that turns pixels [batch, 3, side, side], 0 to 1, into features [batch, width].</summary>
/// <remarks>Safe to call from several threads at once, as a module in evaluation mode is. The module belongs to the encoder.</remarks>
internal sealed class ModuleEncoder : IModalityEncoder<RgbImage>, IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _module;
    private readonly int _side;

    public ModuleEncoder(nn.Module<Tensor, Tensor> module, string name, int side, int width, string license, string source)
    {
        module.eval();
        _module = module;
        _side = side;
        Metadata = new(name, Layers: 1, width, license, source, Fingerprint(module));
    }

    public EncoderMetadata Metadata { get; }

    public async Task<FeatureBatch> EncodeAsync(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken = default) =>
        await Task.Run(() => Encode(inputs), cancellationToken).ConfigureAwait(false);

    public void Dispose() => _module.Dispose();

    // scopes and no_grad belong to a thread: nothing is awaited inside them
    private FeatureBatch Encode(IReadOnlyList<RgbImage> inputs)
    {
        var (count, width) = (inputs.Count, Metadata.Width);
        if (count == 0) return new(0, 1, width, default);
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        var pixels = tensor(Planes(inputs), [count, 3, _side, _side]);
        var features = _module.forward(pixels);
        if (!features.shape.SequenceEqual([count, width]))
            throw new MmvaException(
                $"The module '{Metadata.Name}' returned features [{string.Join(", ", features.shape)}], where [{count}, {width}] was announced.");
        return new(count, 1, width, features.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray());
    }

    private float[] Planes(IReadOnlyList<RgbImage> images)
    {
        var area = _side * _side;
        var planes = new float[images.Count * 3 * area];
        for (var i = 0; i < images.Count; i++)
        {
            var pixels = ImageResizing.ShortestSideCrop(images[i], _side).Pixels.Span;
            for (var p = 0; p < pixels.Length; p++) planes[(i * 3 + p % 3) * area + p / 3] = pixels[p] / 255f;
        }
        return planes;
    }

    // other weights must not find the features of these in a cache
    private static string Fingerprint(nn.Module module)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var scope = NewDisposeScope();
        foreach (var (name, weights) in module.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}[{string.Join(",", weights.shape)}]"));
            hash.AppendData(MemoryMarshal.AsBytes<float>(weights.detach().to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray()));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
