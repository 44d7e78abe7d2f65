using System.Text;
using Mmva.Files;

namespace ConsoleProgram;

/// <summary>Writes result files, which appear or are replaced only when they are complete.</summary>
public static class OutputFile
{
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Deletes the temporary files that killed programs left next to a file.</summary>
    public static void DeleteLeftovers(string path) => AtomicFile.DeleteLeftovers(path);

    public static void Write(string path, ReadOnlyMemory<byte> bytes) => AtomicFile.Write(path, stream => stream.Write(bytes.Span));
}
