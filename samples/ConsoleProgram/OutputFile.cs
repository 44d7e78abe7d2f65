using System.Text;
using Mmva.Files;

namespace ConsoleProgram;

/// <summary>Writes result files, which appear or are replaced only when they are complete.</summary>
public static class OutputFile
{
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public static void Write(string path, ReadOnlyMemory<byte> bytes) => AtomicFile.Write(path, stream => stream.Write(bytes.Span));
}
