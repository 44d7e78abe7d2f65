using Microsoft.ML.OnnxRuntime;
using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.LpMusicCaps;

public sealed class LpMusicCapsTowerTests : IDisposable
{
    private static readonly string Golden = GoldenFiles.Fixture("lp-music-caps");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_spectrogram_equals_the_reference()
    {
        using var io = GoldenFiles.Tensors("lp-music-caps");
        var expected = io["mel_every_25"];
        var mel = new LpMusicCapsSpectrogram(LpMusicCapsSpectrogram.Window(), LpMusicCapsSpectrogram.Filters()).Compute(FormulaLpMusicCaps.Wave(1));
        var (values, columns) = (expected.ToFloats(), expected.Shape[1]);
        var largest = values.Select((value, i) => Math.Abs(mel[i / columns * AudioFrontEnd.Frames + i % columns * 25] - value)).Max();
        largest.Should().BeLessThan(1e-4f, "the values are decibels");
        values.Min().Should().Be(-100);
        values.Max().Should().BeGreaterThan(20);
    }

    [Fact]
    public void The_stored_window_and_filters_are_those_that_are_computed()
    {
        using var weights = ModelWeights.Open(Path.Combine(Golden, "transfer.pth"));
        const string front = "audio_encoder.mel_encoder.";
        Errors.OfScale(LpMusicCapsSpectrogram.Window(), weights.Tensors[front + "spec_fn.window"].ToFloats()).Should().BeLessThan(1e-6);
        Errors.OfScale(LpMusicCapsSpectrogram.Filters(), weights.Tensors[front + "mel_scale.fb"].ToFloats()).Should().BeLessThan(1e-6);
    }

    [Fact]
    public void Silence_follows_short_audio()
    {
        var spectrogram = new LpMusicCapsSpectrogram(LpMusicCapsSpectrogram.Window(), LpMusicCapsSpectrogram.Filters());
        var wave = FormulaLpMusicCaps.Wave(2);
        Array.Clear(wave, 50_001, wave.Length - 50_001);
        spectrogram.Compute(wave.AsSpan(0, 50_001)).Should().Equal(spectrogram.Compute(wave));
        spectrogram.Compute([0]).Should().OnlyContain(value => value == -100);
    }

    [Fact]
    public void States_and_logits_equal_the_reference()
    {
        using var io = GoldenFiles.Tensors("lp-music-caps");
        using var tower = Load(Golden);
        var states = new float[AudioFrontEnd.Positions * tower.Shape.Width];
        var cross = Cross(tower, 1);
        tower.Encode(FormulaLpMusicCaps.Wave(1), 0, cross, states);
        Errors.OfScale(states, io["encoder"].ToFloats()).Should().BeLessThan(1e-5);

        using var decoder = tower.Start(cross, 1);
        var logits = new List<float>();
        var row = new float[tower.Shape.Vocabulary];
        foreach (var token in io["prefix"].ToFloats())
        {
            decoder.Next([(long)token], [0], row);
            logits.AddRange(row);
        }
        Errors.OfScale(logits.ToArray(), io["logits"].ToFloats()).Should().BeLessThan(1e-5);
    }

    [Fact]
    public void Fast_stays_within_its_error()
    {
        using var io = GoldenFiles.Tensors("lp-music-caps");
        using var tower = new LpMusicCapsTower(
            BartShape.Read(Path.Combine(Golden, "config.json")), ModelWeights.Open(Path.Combine(Golden, "transfer.pth")), Precision.Fast);
        var states = new float[AudioFrontEnd.Positions * tower.Shape.Width];
        tower.Encode(FormulaLpMusicCaps.Wave(1), 0, Cross(tower, 1), states);
        Errors.RelativeRms(states, io["encoder"].ToFloats()).Should().BeInRange(1e-5, 0.1);
    }

    [Fact]
    public void The_saved_files_have_standard_operators_only_and_compute_the_same()
    {
        using var io = GoldenFiles.Tensors("lp-music-caps");
        using var captioner = LpMusicCapsCaptioner.Load(Golden, new() { MaxTokens = 48 });
        captioner.SaveOnnx(_folder.Path);
        using var audio = new TowerSession(Path.Combine(_folder.Path, "audio.onnx"));
        using var text = new TowerSession(Path.Combine(_folder.Path, "text.onnx"));
        foreach (var file in new[] { "audio.onnx", "text.onnx" })
            File.ReadAllText(Path.Combine(_folder.Path, file)).Should().NotContain("com.microsoft");

        var mel = new LpMusicCapsSpectrogram(LpMusicCapsSpectrogram.Window(), LpMusicCapsSpectrogram.Filters()).Compute(FormulaLpMusicCaps.Wave(1));
        using var input = OrtTensor.Over(mel.AsMemory(), 1, AudioFrontEnd.Bands, AudioFrontEnd.Frames);
        string[] names = ["states", "cross_key_0", "cross_value_0", "cross_key_1", "cross_value_1"];
        using var heard = audio.Run(new Dictionary<string, OrtValue> { ["mel"] = input }, names);
        Errors.OfScale(heard[0].GetTensorDataAsSpan<float>(), io["encoder"].ToFloats()).Should().BeLessThan(1e-5);

        var inputs = names.Skip(1).Select((name, i) => (name, i)).ToDictionary(x => x.name, x => heard[x.i + 1]);
        using var tokens = OrtTensor.Over(new long[] { 2 }.AsMemory(), 1, 1);
        using var parents = OrtTensor.Over(new long[] { 0 }.AsMemory(), 1);
        using var position = OrtTensor.Over(new long[] { 0 }.AsMemory(), 1);
        using var empty = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance, Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float, [1, 4, 0, 8]);
        inputs["tokens"] = tokens;
        inputs["parents"] = parents;
        inputs["position"] = position;
        foreach (var name in new[] { "past_key_0", "past_value_0", "past_key_1", "past_value_1" }) inputs[name] = empty;
        using var logits = text.Run(inputs, ["logits"]);
        Errors.OfScale(logits[0].GetTensorDataAsSpan<float>(), io["logits"].ToFloats().AsSpan(0, 300)).Should().BeLessThan(1e-5);
    }

    [Fact]
    public void What_does_not_fit_is_named_at_once()
    {
        var load = () => Load(Damage(tensors =>
        {
            tensors.Remove("bart.model.decoder.layers.1.encoder_attn.k_proj.bias");
            tensors["bart.model.decoder.layers.0.fc1.weight"] = Tensor.FromFloats("bart.model.decoder.layers.0.fc1.weight", [1, 2], 2, 1);
            tensors["surplus"] = Tensor.FromFloats("surplus", [1], 1);
        })).Dispose();
        load.Should().Throw<WeightFileException>()
            .WithMessage("*missing: bart.model.decoder.layers.1.encoder_attn.k_proj.bias*32*decoder.layers.0.fc1.weight is*not used*surplus*");
    }

    [Fact]
    public void A_last_layer_of_its_own_is_refused()
    {
        var load = () => Load(Damage(tensors =>
        {
            var values = tensors["bart.model.shared.weight"].ToFloats();
            values[5]++;
            tensors["bart.lm_head.weight"] = Tensor.FromFloats("bart.lm_head.weight", values, 300, 32);
        })).Dispose();
        load.Should().Throw<WeightFileException>().WithMessage("*'bart.lm_head.weight' must be the same as 'bart.model.shared.weight'*");
    }

    [Fact]
    public void The_prefix_of_parallel_training_and_missing_copies_are_accepted()
    {
        var folder = Damage(tensors =>
        {
            foreach (var tied in new[] { "bart.lm_head", "bart.model.encoder.embed_tokens", "bart.model.decoder.embed_tokens" })
                tensors.Remove(tied + ".weight");
            foreach (var (name, tensor) in tensors.ToList())
            {
                tensors.Remove(name);
                tensors["module." + name] = Tensor.FromFloats("module." + name, tensor.ToFloats(), [.. tensor.Shape]);
            }
        });
        using var io = GoldenFiles.Tensors("lp-music-caps");
        using var tower = Load(folder);
        var states = new float[AudioFrontEnd.Positions * tower.Shape.Width];
        tower.Encode(FormulaLpMusicCaps.Wave(1), 0, Cross(tower, 1), states);
        Errors.OfScale(states, io["encoder"].ToFloats()).Should().BeLessThan(1e-5);
    }

    [Theory]
    [InlineData("\"model_type\": \"bart\"", "\"model_type\": \"t5\"", "*model_type*t5*bart*")]
    [InlineData("\"activation_function\": \"gelu\"", "\"activation_function\": \"relu\"", "*activation_function*relu*")]
    [InlineData("\"scale_embedding\": false", "\"scale_embedding\": true", "*scale_embedding*")]
    [InlineData("\"normalize_before\": false", "\"normalize_before\": true", "*normalize_before*")]
    [InlineData("\"encoder_attention_heads\": 4", "\"encoder_attention_heads\": 5", "*encoder_attention_heads*32*")]
    [InlineData("\"eos_token_id\": 2", "\"eos_token_id\": 300", "*eos_token_id*300*299*")]
    public void What_is_not_implemented_is_refused_by_name(string from, string to, string message)
    {
        var json = File.ReadAllText(Path.Combine(Golden, "config.json"));
        json.Should().Contain(from);
        var path = Path.Combine(_folder.Path, "config.json");
        File.WriteAllText(path, json.Replace(from, to, StringComparison.Ordinal));
        var read = () => BartShape.Read(path);
        read.Should().Throw<WeightFileException>().WithMessage(message);
    }

    [Fact]
    public void Without_a_configuration_the_model_is_that_of_bart_base() =>
        BartShape.Read(Path.Combine(_folder.Path, "config.json")).Should().Be(
            new BartShape(768, 50_265, 1024, new(6, 12, 3072), new(6, 12, 3072), new(2, 0, 2, 0, 2, 3, true, 1)));

    internal static float[][] Cross(LpMusicCapsTower tower, int chunks) =>
        [.. Enumerable.Range(0, 2 * tower.Shape.Decoder.Layers).Select(_ => new float[chunks * tower.CrossSize])];

    private static LpMusicCapsTower Load(string folder) => new(
        BartShape.Read(Path.Combine(Golden, "config.json")),
        ModelWeights.Open(Path.Combine(folder, folder == Golden ? "transfer.pth" : "model.safetensors")), Precision.Exact);

    private string Damage(Action<Dictionary<string, Tensor>> change)
    {
        using var weights = ModelWeights.Open(Path.Combine(Golden, "transfer.pth"));
        var tensors = weights.Tensors.ToDictionary(t => t.Key, t => t.Value);
        change(tensors);
        SafetensorsWriter.Write(Path.Combine(_folder.Path, "model.safetensors"), tensors.Values);
        return _folder.Path;
    }
}
