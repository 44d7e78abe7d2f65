using System.CommandLine;
using Mmva;
using Mmva.Compact;
using Mmva.Encoders;

namespace ConsoleProgram;

/// <summary>The folders of the paper's encoders, each optional: the encoders of Mmva.Compact stand in for them.</summary>
public sealed record EncoderFolders(string? Clip, string? Mert, string? Roberta)
{
    private static readonly Option<DirectoryInfo>
        ClipOption = CommandLine.Folder("--clip", "FOLDER", "CLIP ViT-B/32 from this folder, instead of the compact image encoder."),
        MertOption = CommandLine.Folder("--mert", "FOLDER", "MERT-v1-95M from this folder, instead of the compact music encoder."),
        RobertaOption = CommandLine.Folder("--roberta", "FOLDER", "RoBERTa-base from this folder, instead of the compact caption encoder.");

    public bool AllCompact => Clip is null && Mert is null && Roberta is null;

    public static void AddTo(Command command)
    {
        foreach (var option in new[] { ClipOption, MertOption, RobertaOption }) command.Add(option);
    }

    public static EncoderFolders Of(ParseResult line) =>
        new(line.GetValue(ClipOption)?.ToString(), line.GetValue(MertOption)?.ToString(), line.GetValue(RobertaOption)?.ToString());

    public IModalityEncoder<RgbImage> LoadImages() => Clip is null ? CompactModel.LoadImages(new()) : ClipEncoder.Load(Clip);

    public IModalityEncoder<Waveform> LoadMusic() => Mert is null ? CompactModel.LoadMusic(new()) : MertEncoder.Load(Mert);

    public IModalityEncoder<string> LoadCaptions(CompactOptions compact) =>
        Roberta is null ? CompactModel.LoadCaptions(compact) : RobertaEncoder.Load(Roberta);
}
