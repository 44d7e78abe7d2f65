using ConsoleProgram;
using Mmva;

namespace MoodTagging;

/// <summary>Takes the changes of a list back, the last one first.</summary>
internal sealed class UndoRun(IMoodTagWriter writer)
{
    public async Task<int> RunAsync(string path, CancellationToken cancellationToken)
    {
        var failures = new Failures();
        // offsets first: the lines of a long list need not be in memory
        UndoList.Check(path);
        var lines = Lines(path);
        var restorations = new int[Enum.GetValues<MoodTagRestoration>().Length];
        var progress = new ConsoleProgress<int>(done => $"{done} of {lines.Count} changes");
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var line = Line(path, lines[i]);
            try
            {
                var undo = MoodTagUndo.Parse(line);
                var restored = await writer.UndoAsync(undo, cancellationToken);
                restorations[(int)restored]++;
                Console.WriteLine($"{Words(restored)}\t{Names.OneLine(undo.Path)}");
            }
            catch (MoodException) when (!line.EndsWith('}'))
            {
                // a run that was killed, or whose disk was full, ended within a line, before its file was replaced
                Console.Error.WriteLine($"{path}, line {i + 1}: is incomplete and is passed over; its file was not changed.");
            }
            catch (MmvaException e)
            {
                failures.Add($"{path}, line {i + 1}", e);
            }
            progress.Report(lines.Count - i);
        }
        Console.WriteLine();
        Console.WriteLine(
            $"{lines.Count:N0} changes, {restorations[(int)MoodTagRestoration.Bytes]:N0} restored byte for byte, "
            + $"{restorations[(int)MoodTagRestoration.Tags]:N0} by their mood tags, {restorations[(int)MoodTagRestoration.None]:N0} not needed, "
            + $"{failures.Count:N0} failed");
        return failures.ExitCode;
    }

    private static string Words(MoodTagRestoration restored) => restored switch
    {
        MoodTagRestoration.Bytes => "restored byte for byte",
        MoodTagRestoration.Tags => "restored the mood tags: the file was changed since",
        _ => "nothing to take back",
    };

    private static List<(long Start, int Length)> Lines(string path)
    {
        try
        {
            using var file = new BufferedStream(File.OpenRead(path), 1 << 16);
            var (lines, start, position) = (new List<(long, int)>(), 0L, 0L);
            for (var value = file.ReadByte(); value >= 0; value = file.ReadByte())
            {
                position++;
                if (value != '\n') continue;
                if (position - 1 > start) lines.Add((start, (int)(position - 1 - start)));
                start = position;
            }
            if (position > start) lines.Add((start, (int)(position - start)));
            return lines;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MmvaException($"{path}: the undo list cannot be read: {e.Message}", e);
        }
    }

    private static string Line(string path, (long Start, int Length) line)
    {
        using var file = File.OpenRead(path);
        file.Position = line.Start;
        var bytes = new byte[line.Length];
        file.ReadExactly(bytes);
        return System.Text.Encoding.UTF8.GetString(bytes);
    }
}
