namespace Mmva.Data;

/// <summary>Reads the output of a program, however long it is, and keeps its end.</summary>
internal sealed class OutputTail
{
    private const int Kept = 500;

    // a child of the program may hold the pipe open after its end
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Task _reading;
    private string _text = "";

    public OutputTail(StreamReader output) => _reading = ReadAsync(output);

    /// <summary>The last characters on one line, once the program has ended.</summary>
    public async Task<string> EndAsync()
    {
        await Task.WhenAny(_reading, Task.Delay(Patience)).ConfigureAwait(false);
        return string.Join(" / ", Volatile.Read(ref _text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private async Task ReadAsync(StreamReader output)
    {
        try
        {
            var buffer = new char[Kept];
            for (int read; (read = await output.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
            {
                var text = string.Concat(_text, buffer.AsSpan(0, read));
                Volatile.Write(ref _text, text[Math.Max(0, text.Length - Kept)..]);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // the program is gone
        }
    }
}
