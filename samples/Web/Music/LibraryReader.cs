using Mmva;
using Mmva.Data;

namespace Web.Music;

/// <summary>Places the music on the emotion plane while the page is in use already. A file that fails is listed, and the others go on.</summary>
internal sealed partial class LibraryReader(
    MusicFolder folder, MusicLibrary library, IAudioDecoder decoder, IEmotionRetriever retriever, ILogger<LibraryReader> logger) : BackgroundService
{
    // one track is decoded while another one is encoded
    private const int DecodedAhead = 2;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var files = folder.FindFiles();
            library.Begin(files.Count);
            await foreach (var result in MediaPipeline.ReadAheadAsync(files, decoder.DecodeAsync, DecodedAhead, stoppingToken))
                await AddAsync(result, stoppingToken);
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

    private async Task AddAsync(MediaResult<string, Waveform> result, CancellationToken cancellationToken)
    {
        if (!result.Succeeded)
        {
            Fail(result.Input, result.Error);
            return;
        }
        try
        {
            var item = (await retriever.IndexAsync([new RetrievalInput<Waveform>(folder.IdOf(result.Input), result.Value!)], null, cancellationToken))[0];
            library.Add(new Track(item.Id, Path.GetFileNameWithoutExtension(result.Input), result.Input, item.Emotion));
        }
        catch (MmvaException e)
        {
            Fail(result.Input, e);
        }
    }

    private void Fail(string file, MmvaException error) =>
        library.Add(new Failure(folder.Relative(file), folder.WithoutPath(error.Message.Replace(file + ": ", "", StringComparison.Ordinal))));

    [LoggerMessage(Level = LogLevel.Information, Message = "Read {Files} files of music.")]
    private partial void AllRead(int files);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading the music ended early.")]
    private partial void EndedEarly(Exception exception);
}
