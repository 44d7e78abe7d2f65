using Mmva.Encoders;

namespace Mmva;

/// <summary>Writes predictors as ONNX files.</summary>
public static class OnnxExportExtensions
{
    /// <summary>
    /// Writes everything between an input and its point on the plane (preprocessing, tower, neck and valence-arousal head) as one .onnx file for any
    /// ONNX program: standard operators only (operator set 17, or that of a third-party .onnx encoder if it is newer), the weights inside the file.
    /// </summary>
    /// <remarks>
    /// <para>Inputs, of one item each:</para>
    /// <list type="bullet">
    /// <item>Images: <c>image</c>, uint8 [height, width, 3] of any size: decoded, upright, RGB, from the top left.</item>
    /// <item>Music: <c>waveform</c>, float32 [samples], one channel with full scale at −1 and 1, at the sample rate (Hz) in the metadata
    /// <c>mmva.sample_rate</c>: 16,000 for the compact model, 24,000 for MERT. Resampling is not part of the file.</item>
    /// <item>Captions: <c>input_ids</c> and <c>attention_mask</c>, int64 [1, tokens]: what the tokenizer of the encoder returns, special tokens
    /// included. Tokenization is not part of the file.</item>
    /// </list>
    /// <para>
    /// Outputs: <c>valence_arousal</c>, float32 [1, 2], valence and arousal from 0 to 1, and <c>embedding</c>, float32 [1, embedding width], which
    /// <see cref="IEmotionPredictor.PredictSimilarity"/> and searches for neighbors need; a program that does not ask for it loses nothing.
    /// </para>
    /// <para>
    /// The points equal those of <see cref="IEmotionPredictor.PredictAsync(IReadOnlyList{RgbImage}, IProgress{int}, CancellationToken)"/> within
    /// 0.0001, except where rounding tips a value (8-bit weights, float16). The file contains no notices, and does not check its input: samples that
    /// are not finite give a point that is not. The metadata (<c>mmva.…</c>) names input, output, encoder, license, source and fingerprints.
    /// </para>
    /// <para>Encoders of Mmva.Encoders and Mmva.Compact can be written, among them third-party .onnx files
    /// (<see cref="OnnxImageEncoder"/> and others) of operator set 13 or newer without custom operators.</para>
    /// </remarks>
    /// <param name="predictor">The predictor: an <see cref="EmotionPredictor"/>, as a host and the compact model have.</param>
    /// <param name="modality">The modality whose chain is written.</param>
    /// <param name="path">The target; an existing file is replaced, and never left incomplete.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The predictor is of another class, or the path is empty.</exception>
    /// <exception cref="MmvaException">
    /// No encoder of this modality is registered, it cannot be loaded or cannot be written as a graph (the message says why and what to do), the
    /// weights exceed the 2 GB of one ONNX file, or the file cannot be written.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The encoder was disposed.</exception>
    public static void SaveOnnx(this IEmotionPredictor predictor, Modality modality, string path, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (predictor is not EmotionPredictor known)
            throw new ArgumentException(
                $"A {predictor.GetType().Name} does not show its model and encoders: save the {nameof(EmotionPredictor)} behind it.",
                nameof(predictor));
        switch (modality)
        {
            case Modality.Image: Save(known.Images); break;
            case Modality.Music: Save(known.Music); break;
            case Modality.Caption: Save(known.Captions); break;
            default: throw new ArgumentOutOfRangeException(nameof(modality), modality, "Unknown modality.");
        }

        void Save<TInput>(IModalityEncoder<TInput>? encoder)
        {
            if (encoder is null) throw EmotionPredictor.NoEncoder(modality);
            var chain = new EmotionChain(known.Model, modality, GraphEncoders.Require(encoder), encoder.Metadata);
            chain.Build(options ?? new()).Save(path);
        }
    }
}
