using Mmva;

namespace Web.Music;

/// <summary>Indexes the music while the page is already in use. A file that fails is listed and does not affect the others.</summary>
internal sealed partial class LibraryReader(
    MusicFolder folder, MusicLibrary library, IAudioDecoder decoder, IEmotionRetriever retriever, ILogger<LibraryReader> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var files = folder.FindFiles();
            library.Begin(files.Count);
            var options = new FileBatchOptions { DecodeAhead = 2, BatchSize = 1 }; // one track is decoded while another one is encoded
            var results = retriever.IndexFilesAsync(
                files, file => (folder.IdOf(file), null), new MediaDecoder(decoder), options, cancellationToken: stoppingToken);
            await foreach (var result in results)
            {
                var name = Path.GetFileNameWithoutExtension(result.Input);
                if (result.Value is { } item) library.Add(new Track(item.Id, name, result.Input, item.Emotion));
                else Fail(result.Input, result.Error!);
            }
            library.End();
            AllRead(files.Count);
        }
        // whatever it was: the page stays in use with what has been read
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            library.End(folder.WithoutPath(e.Message));
            EndedEarly(e);
        }
    }

    private void Fail(string file, MmvaException error)
    {
        CannotRead(error.Message);
        library.Add(new Failure(folder.Relative(file), folder.WithoutPath(error.Message.Replace(file + ": ", "", StringComparison.Ordinal))));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Read {Files} files of music.")]
    private partial void AllRead(int files);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Error}")]
    private partial void CannotRead(string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading the music ended early.")]
    private partial void EndedEarly(Exception exception);
}
