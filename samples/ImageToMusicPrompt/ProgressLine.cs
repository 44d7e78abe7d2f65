using System.Diagnostics;
using Mmva;

namespace ImageToMusicPrompt;

/// <summary>How far the embedding of prompts is, on standard error; silent where the catalogue is only read.</summary>
internal sealed class ProgressLine : IProgress<PromptCatalogueProgress>, IDisposable
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private bool _isShown;

    public void Report(PromptCatalogueProgress value)
    {
        _isShown = true;
        Console.Error.Write($"\r{value.Done:N0} of {value.Total:N0} prompts embedded [{_watch.Elapsed:mm\\:ss}]");
    }

    public void Dispose()
    {
        if (_isShown) Console.Error.WriteLine();
    }
}
