using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using static TorchSharp.torch;

namespace Mmva.TorchSharp;

/// <summary>A TorchSharp module as an encoder.</summary>
/// <typeparam name="TInput"><see cref="RgbImage"/> for images, <see cref="Waveform"/> for music, <see cref="string"/> for captions.</typeparam>
/// <remarks>
/// Safe to call from several threads at once, as a module in evaluation mode is. A batch runs as a whole, without gradients, on the device of the
/// module's weights.
/// </remarks>
public sealed class TorchEncoder<TInput> : IModalityEncoder<TInput>, IDisposable
{
    private readonly nn.IModule<Tensor, Tensor> _module;
    private readonly Func<IReadOnlyList<TInput>, Tensor> _prepare;
    private readonly Device _device;

    /// <summary>Wraps a module, which is set to evaluation mode. Its weights must not change afterwards: the fingerprint is made of them.</summary>
    /// <param name="module">
    /// The module, on its device: one of TorchSharp, or of TorchScript (<c>torch.jit.load</c>). It belongs to the encoder.
    /// </param>
    /// <param name="options">What the module returns, and where it comes from.</param>
    /// <param name="prepare">
    /// Turns a batch of inputs, at least one, into the module's input on any device. Called from several threads at once, without gradients, in a
    /// dispose scope of TorchSharp: tensors that it creates are disposed of.
    /// </param>
    /// <exception cref="ArgumentException">The module is not derived from <c>torch.nn.Module</c>.</exception>
    /// <exception cref="OptionsValidationException">An option is out of range; the message names all that are.</exception>
    public TorchEncoder(nn.IModule<Tensor, Tensor> module, TorchEncoderOptions options, Func<IReadOnlyList<TInput>, Tensor> prepare)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(prepare);
        var its = options.Validated(new TorchEncoderOptionsValidator()).Clone();
        if (module is not nn.Module itself)
            throw new ArgumentException($"{module.GetType().Name} is not derived from torch.nn.Module.", nameof(module));
        itself.eval();
        _module = module;
        _prepare = prepare;
        using var scope = NewDisposeScope();
        _device = itself.parameters().FirstOrDefault()?.device ?? CPU;
        Metadata = new(its.Name, its.Layers, its.Width, its.License, its.Source, Fingerprint(itself, its));
    }

    /// <inheritdoc/>
    public EncoderMetadata Metadata { get; }

    /// <inheritdoc/>
    /// <exception cref="MmvaException">The module returned features of another shape than the options say, or failed.</exception>
    public async Task<FeatureBatch> EncodeAsync(IReadOnlyList<TInput> inputs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0) return new(0, Metadata.Layers, Metadata.Width, default);
        return await Task.Run(() => Encode(inputs), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Disposes of the module.</summary>
    public void Dispose() => ((nn.Module)_module).Dispose();

    // scopes and no_grad belong to a thread: nothing is awaited inside them
    private FeatureBatch Encode(IReadOnlyList<TInput> inputs)
    {
        using var scope = NewDisposeScope();
        using var withoutGradients = no_grad();
        Tensor features;
        try
        {
            features = _module.call(_prepare(inputs).to(_device));
        }
        catch (System.Runtime.InteropServices.ExternalException e)
        {
            throw new MmvaException($"The module '{Metadata.Name}' failed on {inputs.Count} inputs: {e.Message.Split('\n')[0]}", e);
        }
        var (count, layers, width) = (inputs.Count, Metadata.Layers, Metadata.Width);
        if (!features.shape.SequenceEqual([count, layers, width]) && !(layers == 1 && features.shape.SequenceEqual([count, width])))
            throw new MmvaException(
                $"The module '{Metadata.Name}' returned features [{string.Join(", ", features.shape)}], "
                + $"where [{count}, {layers}, {width}] was announced.");
        return new(count, layers, width, TensorValues.ToFloats(features));
    }

    // other weights must not find the features of these in a cache
    private static string Fingerprint(nn.Module module, TorchEncoderOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{options.Name}|{options.Preprocessing}"));
        // a module of TorchScript has no state_dict
        var all = module.named_parameters().Select(entry => (entry.name, (Tensor)entry.parameter)).Concat(module.named_buffers());
        foreach (var (name, weights) in all.OrderBy(entry => entry.name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}:{weights.dtype}[{string.Join(",", weights.shape)}]"));
            hash.AppendData(weights.detach().cpu().contiguous().bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
