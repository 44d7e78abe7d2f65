// The music in a folder, in words.

using CaptionMusic;
using ConsoleProgram;
using Mmva;
using Mmva.Compact;
using Mmva.Data;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    IAudioDecoder decoder = new AudioDecoder(arguments.Limits);
    using var captioner = new CompactCaptioner(decoder);
    if (arguments.Data is { } data)
    {
        await new Evaluation(captioner, decoder).RunAsync(data, cancellationToken);
        return 0;
    }

    // 1. The tracks, and the captions that an earlier run has written.
    var folder = arguments.Folder!;
    var files = MediaFiles.Find(folder, MediaKind.Audio, out var passedOver);
    if (passedOver.Count > 0) Console.Error.WriteLine(MediaFiles.DescribePassedOver(passedOver));
    if (files.Count == 0)
    {
        Console.Error.WriteLine($"{folder}: no music was found.");
        return 1;
    }
    var ids = files.ToDictionary(path => path, path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'));
    var known = arguments.Output is null ? [] : await CaptionCsv.ReadAsync(arguments.Output, ids.Values);

    // 2. A caption of each.
    var (failures, done) = (new Failures(), 0);
    var captions = new SortedDictionary<string, string>(known, StringComparer.Ordinal);
    var progress = new ConsoleProgress<FileProgress>(p => $"{p.Done} of {p.Total} tracks");
    if (arguments.Output is null) Console.WriteLine(CaptionCsv.Header);
    try
    {
        foreach (var path in files)
        {
            try
            {
                if (!captions.ContainsKey(ids[path]))
                {
                    var caption = await captioner.CaptionAsync(await decoder.DecodeAsync(path, cancellationToken), cancellationToken);
                    captions[ids[path]] = caption;
                    if (arguments.Output is null) Console.WriteLine(CaptionCsv.Row(ids[path], caption));
                }
            }
            catch (MediaException e)
            {
                failures.Add(path, e);
            }
            progress.Report(new(++done, failures.Count, files.Count));
        }
    }
    finally
    {
        // 3. What is finished is kept, also of a run that is canceled.
        if (arguments.Output is { } output && captions.Count > known.Count) CaptionCsv.Write(output, captions);
    }
    return failures.ExitCode;
}).RunAsync(args);
