using System.Runtime.CompilerServices;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Captions music with LP-MusicCaps, the captioner of the paper's data set: one caption for every ten seconds.</summary>
/// <remarks>
/// Audio of any rate is resampled to 16 kHz. As published, audio shorter than ten seconds is followed by silence, and a remainder after the last
/// whole chunk is dropped. The spectrogram, the beam search and the texts are those of the published program with transformers 4.26, which
/// resamples with <c>ffmpeg</c> instead. Captions of the published models mention the quality of recordings and can be wrong about the music.
/// Safe to use from several threads; dispose it when no call is in progress.
/// Upstream: https://github.com/seungheondoh/lp-music-caps (Doh et al., arXiv 2307.16372).
/// </remarks>
public sealed class LpMusicCapsCaptioner : IAudioCaptioner, IDisposable
{
    private static readonly string[] WeightFiles = ["transfer.pth", "supervised.pth", "pretrain.pth", "model.safetensors", "pytorch_model.bin"];

    private readonly LpMusicCapsTower _tower;
    private readonly RobertaTokenizer _tokenizer;
    private readonly CaptionSearch _search;
    private readonly int _chunksAtOnce;

    private LpMusicCapsCaptioner(LpMusicCapsTower tower, RobertaTokenizer tokenizer, LpMusicCapsOptions options)
    {
        _tower = tower;
        _tokenizer = tokenizer;
        _search = new(tower.Shape.Rules, options.Beams, options.MaxTokens);
        _chunksAtOnce = options.ChunksAtOnce;
        License = options.License;
        Source = options.Source;
    }

    /// <summary>The license of the weights.</summary>
    public string License { get; }

    /// <summary>Where the weights were published.</summary>
    public string Source { get; }

    /// <summary>Loads the model.</summary>
    /// <param name="folder">
    /// Contains one of LP-MusicCaps' published checkpoints (<c>transfer.pth</c>, see <see cref="LpMusicCapsOptions.WeightFile"/>) and
    /// <c>vocab.json</c> and <c>merges.txt</c> of facebook/bart-base. A <c>config.json</c> is read if it exists; without it the sizes and rules are
    /// those of bart-base.
    /// </param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="WeightFileException">A file is missing or damaged, or contains another model or vocabulary.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// An option is out of its range, or above the limit of the model.
    /// </exception>
    /// <exception cref="NativeLibraryException">ONNX Runtime's native library is missing.</exception>
    public static LpMusicCapsCaptioner Load(string folder, LpMusicCapsOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options = (options ?? new()).Validated(new LpMusicCapsOptionsValidator());
        var path = WeightPath(folder, options.WeightFile);
        var shape = BartShape.Read(Path.Combine(folder, "config.json"));
        if (options.MaxTokens > shape.Positions)
            throw new Microsoft.Extensions.Options.OptionsValidationException(
                nameof(LpMusicCapsOptions), typeof(LpMusicCapsOptions),
                [$"{nameof(LpMusicCapsOptions.MaxTokens)} is {options.MaxTokens}; this model has {shape.Positions} positions."]);
        var tokenizer = RobertaTokenizer.FromFolder(folder);
        tokenizer.RequireSize(shape.Vocabulary, Path.Combine(folder, "vocab.json"));
        return new(new LpMusicCapsTower(shape, ModelWeights.Open(path), options.Precision, options.Session), tokenizer, options);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Captions arrive in groups of <see cref="LpMusicCapsOptions.ChunksAtOnce"/>; the work runs on the thread pool, and cancellation is noticed
    /// before every token.
    /// </remarks>
    /// <exception cref="MediaException">The audio contains samples that are not finite.</exception>
    /// <exception cref="ObjectDisposedException">The captioner was disposed.</exception>
    public IAsyncEnumerable<AudioCaption> CaptionAsync(Waveform audio, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        return Caption(audio, cancellationToken);
    }

    /// <summary>
    /// Writes the model as two .onnx files for any ONNX program (only standard operators, set 17): <c>audio.onnx</c>, from the spectrogram of a
    /// chunk to what the decoder attends to, and <c>text.onnx</c>, one step of the decoder with its cache. The search is up to the program.
    /// </summary>
    /// <param name="folder">The target, which is created if it does not exist; existing files are replaced.</param>
    /// <exception cref="MmvaException">A file cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The captioner was disposed.</exception>
    public void SaveOnnx(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Directory.CreateDirectory(folder);
        _tower.SaveOnnx(Path.Combine(folder, "audio.onnx"), Path.Combine(folder, "text.onnx"));
    }

    /// <summary>Frees the sessions and closes the weights. No call may be in progress.</summary>
    public void Dispose() => _tower.Dispose();

    private static string WeightPath(string folder, string? name)
    {
        string[] names = name is null ? WeightFiles : [name];
        return names.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
            ?? throw new WeightFileException(
                folder,
                $"contains no weights of LP-MusicCaps. Looked for {string.Join(", ", names)}; "
                + $"they are published at {LpMusicCapsOptions.DefaultSource}.");
    }

    private async IAsyncEnumerable<AudioCaption> Caption(Waveform audio, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var samples = await Task.Run(() => Prepare(audio), cancellationToken).ConfigureAwait(false);
        var chunks = Math.Max(1, samples.Length / AudioFrontEnd.ChunkSamples);
        for (var first = 0; first < chunks; first += _chunksAtOnce)
        {
            var (from, count) = (first, Math.Min(_chunksAtOnce, chunks - first));
            var texts = await Task.Run(() => Texts(samples, from, count, cancellationToken), cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < count; i++)
            {
                var start = TimeSpan.FromSeconds((from + i) * AudioFrontEnd.ChunkSeconds);
                var end = start + TimeSpan.FromSeconds(AudioFrontEnd.ChunkSeconds);
                yield return new(texts[i], start, end < audio.Duration ? end : audio.Duration);
            }
        }
    }

    private static ReadOnlyMemory<float> Prepare(Waveform audio)
    {
        var samples = AudioResampling.Resample(audio, AudioFrontEnd.SampleRate).Samples;
        FiniteSamples.Require(samples.Span, 0);
        return samples;
    }

    private string[] Texts(ReadOnlyMemory<float> samples, int first, int count, CancellationToken cancellationToken)
    {
        float[][] cross = [.. Enumerable.Range(0, 2 * _tower.Shape.Decoder.Layers).Select(_ => new float[count * _tower.CrossSize])];
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rest = samples.Span[((first + i) * AudioFrontEnd.ChunkSamples)..];
            _tower.Encode(rest[..Math.Min(rest.Length, AudioFrontEnd.ChunkSamples)], i, cross);
        }
        using var decoder = _tower.Start(cross, count);
        return [.. _search.Run(decoder, count, cancellationToken).Select(tokens => CaptionText.Clean(_tokenizer.Decode(tokens)))];
    }
}
