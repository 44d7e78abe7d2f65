using Mmva.Encoders;

namespace Mmva.Benchmarks;

/// <summary>RoBERTa-base on one caption of 24 tokens and on 64 captions of 8 to 120.</summary>
internal sealed class RobertaCases : PaperTower
{
    private const string Config = """
        {"model_type": "roberta", "vocab_size": 50265, "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12,
         "num_attention_heads": 12,
         "max_position_embeddings": 514, "type_vocab_size": 1, "pad_token_id": 1, "hidden_act": "gelu", "layer_norm_eps": 1e-05}
        """;

    private const int Width = 768, Inner = 3072, Layers = 12;

    public override string Name => "roberta";

    public override IReadOnlyList<(string Case, int Turns)> Cases => CaptionWork.Cases;

    public override double FastLimit => 0.03;

    public override TemporaryModel CreateModel() => new(Config, Keys());

    public override Contender Ours(string folder, Precision precision, OnnxSessionOptions options)
    {
        var tower = new BertTower(folder, precision, options, TextPooling.ClassToken, "roberta");
        return new(tower, name => CaptionWork.Ours(tower, name));
    }

    protected override Work PeerWork(TowerSession peer, string name) => CaptionWork.Peer(peer, name, "class_tokens", Layers + 1, Width);

    private static IEnumerable<(string Key, int[] Shape)> Keys()
    {
        yield return ("embeddings.word_embeddings.weight", [50265, Width]);
        yield return ("embeddings.token_type_embeddings.weight", [1, Width]);
        yield return ("embeddings.position_embeddings.weight", [514, Width]);
        foreach (var part in new[] { "weight", "bias" }) yield return ($"embeddings.LayerNorm.{part}", [Width]);
        (string Name, int Outputs, int Inputs)[] linears =
        [
            ("attention.self.query", Width, Width), ("attention.self.key", Width, Width), ("attention.self.value", Width, Width), (
                "attention.output.dense", Width, Width),
            ("intermediate.dense", Inner, Width), ("output.dense", Width, Inner),
        ];
        for (var i = 0; i < Layers; i++)
            foreach (var key in FormulaModel.Layers($"encoder.layer.{i}", linears, ["attention.output.LayerNorm", "output.LayerNorm"], Width))
                yield return key;
    }
}
