using System.CommandLine;
using System.Globalization;
using ConsoleProgram;
using Mmva.Data;

namespace ExportFeatures;

/// <summary>One of four sources: a manifest, a folder of media files, a folder of data sets, or what the cache has.</summary>
internal sealed record Arguments(
    string? Manifest, double Minimum, double Maximum, string? Data, string? DataSets, bool Cached, string Cache, string Out,
    DatasetDescription Description, EncoderFolders Encoders)
{
    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var manifest = CommandLine.Text(
            "--manifest", "FILE", "Your data: a CSV or JSON lines file with path, valence, arousal, and group, caption, id.");
        var minimum = CommandLine.Number("--minimum", "N", "The lower end of the manifest's rating scale; the default is 0.", -1e6, 1e6);
        var maximum = CommandLine.Number("--maximum", "N", "The upper end of the manifest's rating scale; the default is 1.", -1e6, 1e6);
        var data = CommandLine.Folder("--data", "FOLDER", "All images and music in this folder, without ratings.");
        var sets = CommandLine.Folder("--data-sets", "FOLDER", "The folders oasis, musemo, vgmidi and musical-captions in it, those that exist.");
        var cached = CommandLine.Flag("--cached", "Everything that --cache already has of the encoders, under the hashes of the contents.");
        var cache = CommandLine.Text("--cache", "FOLDER", "The folder where features are kept.", FeatureCacheOptions.DefaultFolder);
        var output = CommandLine.Text("--out", "FOLDER", "The folder of the export: a folder image, music or caption in it for each.", "export");
        var name = CommandLine.Text("--name", "NAME", "The name of the data set.", DatasetDescription.DefaultName);
        var description = CommandLine.Text("--description", "TEXT", "What the data set is; without it, a sentence that names the encoder.");
        var license = CommandLine.Text("--license", "ADDRESS", "The license of the data set, for croissant.json; best as an address.");
        var creator = CommandLine.Text("--creator", "NAME", "Who made the data set.");
        var url = CommandLine.Address("--url", "The page of the data set.", "https://example.org/data");
        var date = CommandLine.Text("--date", "DAY", "The day of publication, such as 2026-01-31; today without it.").Checked(
            word => Day(word) is null ? $"--date takes a day such as 2026-01-31, not '{word}'." : null);
        var version = CommandLine.Text("--version-of-data", "N.N.N", "The version of the data set.", DatasetDescription.DefaultVersion);
        var citation = CommandLine.Text("--cite", "TEXT", "How to cite the data set, best in BibTeX.");
        var command = new RootCommand("""
            Writes features for people who work in Python: safetensors, Parquet and CSV, with a Croissant 1.1 description.

            Inputs are encoded with the encoders of Mmva.Compact, or the paper's, once: the cache keeps the features.
            """)
        {
            manifest, minimum, maximum, data, sets, cached, cache, output, name, description, license, creator, url, date, version, citation,
        };
        EncoderFolders.AddTo(command);
        command.Check(line =>
        {
            var sources = new Option[] { manifest, data, sets, cached }.Count(option => line.GetResult(option) is { Implicit: false });
            return sources == 1 ? null : "Give one of --manifest, --data, --data-sets and --cached.";
        });
        command.Check(line => (line.GetValue(minimum) ?? 0) < (line.GetValue(maximum) ?? 1) ? null : "--maximum must be above --minimum.");
        command.SetAction((line, cancellationToken) => run(
            new(
                line.GetValue(manifest), line.GetValue(minimum) ?? 0, line.GetValue(maximum) ?? 1, line.GetValue(data)?.ToString(),
                line.GetValue(sets)?.ToString(), line.GetValue(cached), line.GetRequiredValue(cache), line.GetRequiredValue(output),
                new()
                {
                    Name = line.GetRequiredValue(name), Description = line.GetValue(description), License = line.GetValue(license),
                    Creator = line.GetValue(creator), Url = line.GetValue(url), Version = line.GetRequiredValue(version),
                    DatePublished = line.GetValue(date) is { } day ? Day(day) : DateOnly.FromDateTime(DateTime.UtcNow),
                    Citation = line.GetValue(citation),
                },
                EncoderFolders.Of(line)),
            cancellationToken));
        return command;
    }

    private static DateOnly? Day(string word) =>
        DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
