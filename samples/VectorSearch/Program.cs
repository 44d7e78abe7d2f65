// Images and music in a folder, found through Microsoft.Extensions.VectorData, by a text, an image or a piece of music.

using System.Globalization;
using ConsoleProgram;
using DemoMedia;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Mmva;
using VectorSearch;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    using var demo = new DemoFolder();
    var listening = arguments.Folder is null ? arguments.Listening with { Cache = null } : arguments.Listening;

    // 1. An index, which the rest of the program knows as a collection of a vector store.
    await using var services = Services.Build(mmva => listening.AddTo(arguments.Images.Apply(mmva)).AddRetrieval().AddVectorStoreCollection());
    var collection = services.GetRequiredService<VectorStoreCollection<string, EmotionItem>>();
    if (arguments.Folder is null)
    {
        Console.Error.WriteLine("No folder is given: here are painted images and synthesized tracks. Try your own: VectorSearch FOLDER --text …");
        DemoPictures.Write(demo.Path);
        DemoTracks.Write(demo.Path);
    }

    // 2. All images and tracks.
    var folder = arguments.Folder ?? demo.Path;
    var files = MediaFiles.Find(folder, null, out var passedOver);
    if (passedOver.Count > 0) Console.Error.WriteLine(MediaFiles.DescribePassedOver(passedOver));
    var ids = files.Index().ToDictionary(file => file.Item, file => file.Index.ToString(CultureInfo.InvariantCulture));
    var failures = new Failures();
    var progress = new ConsoleProgress<FileProgress>(p => $"{p.Done} of {p.Total} files");
    var results = services.GetRequiredService<IEmotionRetriever>().IndexFilesAsync(
        files, path => (ids[path], Path.GetRelativePath(folder, path)), services.GetRequiredService<MediaDecoder>(),
        new() { DecodeAhead = listening.DecodeAhead }, progress, cancellationToken);
    await foreach (var _ in failures.Without(results))
    {
    }

    if (files.Count == 0)
    {
        Console.Error.WriteLine($"No images and no music were found in {folder}.");
        return 1;
    }

    // 3. The nearest to each query, text or file.
    var options = new VectorSearchOptions<EmotionItem>();
    if (arguments.Among is { } among) options.Filter = item => item.Modality == among;
    foreach (var text in arguments.Texts) await PrintAsync(text, collection.SearchAsync(text, arguments.Count, options, cancellationToken));
    foreach (var path in arguments.Files)
    {
        try
        {
            // the bytes tell what the file is
            var content = new DataContent(await File.ReadAllBytesAsync(path, cancellationToken), "application/octet-stream") { Name = path };
            await PrintAsync(path, collection.SearchAsync(content, arguments.Count, options, cancellationToken));
        }
        catch (MediaException e)
        {
            failures.Add(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failures.Add(path, new MediaException(path, $"cannot be read: {e.Message}", e));
        }
    }
    return failures.ExitCode;
}).RunAsync(args);

static async Task PrintAsync(string query, IAsyncEnumerable<VectorSearchResult<EmotionItem>> results)
{
    await foreach (var result in results)
    {
        var (item, emotion) = (result.Record, result.Record.Emotion);
        var modality = item.Modality.ToString().ToLowerInvariant();
        Console.WriteLine(FormattableString.Invariant(
            $"{Names.OneLine(query)}\t{result.Score:F3}\t{modality}\t{emotion.Valence:F3}\t{emotion.Arousal:F3}\t{Names.OneLine(item.Payload!)}"));
    }
}
