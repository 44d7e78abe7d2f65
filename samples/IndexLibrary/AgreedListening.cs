using ConsoleProgram;
using Mmva;

namespace IndexLibrary;

/// <summary>How much of each piece all runs on a store listen to: points that come from different parts of pieces are not compared.</summary>
internal static class AgreedListening
{
    private const string Setting = "excerpt";

    /// <summary>What the store was filled with. An empty one takes what is asked for, and remembers it.</summary>
    /// <exception cref="MmvaException">Something else is asked for than the music in the store was indexed with.</exception>
    public static async Task<Listening> AgreeAsync(LibraryStore store, Listening asked, CancellationToken cancellationToken)
    {
        var agreed = asked;
        await store.Catalogue.WriteAsync(async writer =>
        {
            var isFilled = await store.Index.CountAsync(Modality.Music, cancellationToken) > 0;
            // stores of earlier versions have no setting: all of each piece was listened to
            var known = isFilled ? await writer.SettingAsync(Setting) ?? new Listening(Excerpt: null).Words : null;
            if (known is null || known == asked.Words) await writer.SetAsync(Setting, asked.Words);
            else if (asked.IsChosen)
                throw new MmvaException(
                    $"The music in this store was indexed with --excerpt {known}; points of --excerpt {asked.Words} are not comparable. "
                    + $"Use --excerpt {known} (or leave the option out), or another --store.");
            else agreed = asked with { Excerpt = Listening.ExcerptOf(known) };
        }, cancellationToken);
        store.ListensTo = agreed.Words;
        return agreed;
    }
}
