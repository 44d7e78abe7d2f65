using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Mmva.Data;
using Mmva.TestSupport;

namespace Mmva.CustomEncoders.Tests.Guide;

public sealed class SnippetTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mmva-guide-");

    [Fact]
    public void Every_line_of_code_in_the_guide_is_compiled_here()
    {
        var sources = Directory.EnumerateFiles(GoldenFiles.Repository("tests", "Mmva.CustomEncoders.Tests"), "*.cs", SearchOption.AllDirectories)
            .Select(file => Trimmed(File.ReadLines(file))).ToList();
        var blocks = File.ReadAllText(GoldenFiles.Repository("docs", "encoders.md")).ReplaceLineEndings("\n").Split("```csharp\n").Skip(1).Select(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)]).ToList();
        blocks.Should().HaveCountGreaterThan(5).And.AllSatisfy(block =>
            sources.Should().Contain(source => source.Contains(Trimmed(block.Split('\n'))), "the guide's code must be real:\n{0}", block));
    }

    [Fact]
    public void What_the_guide_registers_is_there()
    {
        var services = new ServiceCollection();
        Snippets.UseOwnEncoder(services);
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(new VowelGenerator());
        Snippets.UseGenerator(services);
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IModalityEncoder<RgbImage>>().Should().BeOfType<ColourEncoder>();
        provider.GetRequiredService<IModalityEncoder<string>>().Metadata.Should().BeEquivalentTo(new { Name = "vowels", Width = 5, License = "that of the service" });
    }

    [Fact]
    public void The_guides_towers_are_loaded_when_needed_and_name_the_folder_that_is_missing()
    {
        var services = new ServiceCollection();
        Snippets.UsePaperTowers(services);
        using var provider = services.BuildServiceProvider();
        provider.Invoking(p => p.GetRequiredService<IModalityEncoder<RgbImage>>()).Should().Throw<MmvaException>().WithMessage("*clip-vit-base-patch32*");
        provider.Invoking(p => p.GetRequiredService<IModalityEncoder<Waveform>>()).Should().Throw<MmvaException>().WithMessage("*MERT-v1-95M*");
        provider.Invoking(p => p.GetRequiredService<IModalityEncoder<string>>()).Should().Throw<MmvaException>().WithMessage("*roberta-base*");
    }

    [Fact]
    public async Task The_guides_vector_is_the_encoders()
    {
        using var words = new WordCountEncoder(new([' ']));
        var vector = await Snippets.UseAsGenerator(words);
        vector.ToArray().Should().Equal(0.5f, 0.2f);
    }

    [Fact]
    public async Task The_guides_ways_through_a_folder_give_what_one_picture_at_a_time_gives()
    {
        foreach (var name in new[] { "cmyk.jpg", "portrait_420.jpg", "progressive.jpg" }) File.Copy(GoldenFiles.Fixture("clip-preprocess", name), Path.Combine(_folder.FullName, name));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "text.jpg"), "no picture");
        var (encoder, decoder, files) = (new ColourEncoder(), new SkiaImageDecoder(), Directory.GetFiles(_folder.FullName).Order(StringComparer.Ordinal).ToList());

        var overlapped = await Snippets.EmbedFolderAsync(encoder, _folder.FullName, side: 32, default);
        overlapped.Keys.Should().Equal(files[..3]);
        foreach (var file in files[..3])
            overlapped[file].Should().Equal((await encoder.EncodeAsync([ImageResizing.ShortestSideCrop(decoder.Decode(file), 32)])).Values.ToArray());

        using var encoded = await Snippets.EncodeOnceAsync(encoder, files, Path.Combine(_folder.FullName, "features"), default);
        encoded.Failures.Should().ContainSingle().Which.Name.Should().EndWith("text.jpg");
        foreach (var (i, file) in files[..3].Index()) encoded.Features[i].ToArray().Should().Equal((await encoder.EncodeAsync([decoder.Decode(file)])).Values.ToArray());
    }

    [Fact]
    public void Cutting_a_picture_ahead_changes_nothing_for_an_encoder_that_cuts_to_the_same_side()
    {
        var picture = new SkiaImageDecoder().Decode(GoldenFiles.Fixture("clip-preprocess", "portrait_420.jpg"));
        var cut = ImageResizing.ShortestSideCrop(picture, 224);
        ImageResizing.ShortestSideCrop(cut, 224).Pixels.ToArray().Should().Equal(cut.Pixels.ToArray());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Trimmed(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.Trim()).Where(line => line.Length > 0));
}
