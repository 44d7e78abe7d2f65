using System.Text;
using Mmva.Files;

namespace ConsoleProgram;

/// <summary>Writes result files, which appear, or are replaced, only when they are complete.</summary>
public static class OutputFile
{
    /// <summary>Writes a text in UTF-8.</summary>
    /// <exception cref="Mmva.MmvaException">The file cannot be written.</exception>
    public static void Write(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
