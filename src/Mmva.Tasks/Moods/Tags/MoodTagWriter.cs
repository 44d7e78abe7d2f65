using Mmva.Data;
using Mmva.Files;
using Mmva.Tasks;

namespace Mmva;

/// <summary>
/// Writes moods, valence and arousal into MP3 (ID3v2), FLAC, Ogg (Vorbis, Opus, FLAC) and MP4 files. All bytes but those of the tags and of the
/// lengths and offsets that depend on them stay as they are.
/// </summary>
/// <remarks>
/// <para>
/// ID3v2: <c>TMOO</c> and <c>TXXX</c> with VALENCE and AROUSAL. A file without a tag gets one of version 2.4; one of version 2.3 keeps its version,
/// because the other frames would change, and one of version 2.2, which has no frame for moods, gets <c>TXX</c> with MOOD. Comments of FLAC and Ogg:
/// MOOD, VALENCE, AROUSAL. MP4: freeform atoms with these names and <c>com.apple.iTunes</c>.
/// </para>
/// <para>
/// The new file is written next to the old one, flushed, read again, and its audio is compared packet by packet with the old one by <c>ffmpeg</c>;
/// only then does it take the place of the old one. It has the permissions of the old one, and on Linux its owner if the user may set it; the time of
/// writing is new, so that media servers notice. Other names of a file with several hard links keep the old file. Safe to use from several threads.
/// </para>
/// </remarks>
public sealed class MoodTagWriter : IMoodTagWriter
{
    private readonly string _ffmpeg;

    /// <summary>Creates a writer.</summary>
    /// <param name="options">Where <c>ffmpeg</c> is, or <see langword="null"/> for the defaults.</param>
    public MoodTagWriter(AudioDecoderOptions? options = null) => _ffmpeg = options?.FfmpegPath ?? AudioDecoderOptions.DefaultFfmpegPath;

    /// <inheritdoc/>
    public MoodTags Read(string path)
    {
        using var file = TagFile.Open(path);
        return TagContainer.Open(file).Tags;
    }

    /// <inheritdoc/>
    public Task<bool> WriteAsync(
        string path, MoodTags tags, bool dryRun = false, Action<MoodTagUndo>? recording = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return Task.Run(() => Write(path, tags, dryRun, recording, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<MoodTagRestoration> UndoAsync(MoodTagUndo undo, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(undo);
        return Task.Run(() => Undo(undo, cancellationToken), cancellationToken);
    }

    private bool Write(string path, MoodTags tags, bool dryRun, Action<MoodTagUndo>? recording, CancellationToken cancellationToken)
    {
        using var file = TagFile.Open(path);
        var container = TagContainer.Open(file);
        var edits = container.Plan(tags);
        if (edits.IsEmpty) return false;
        CheckWritable(file);
        if (dryRun) return true;
        Replace(file, edits.Forward(), tags, CheckAudio, (before, after) => recording?.Invoke(new(
            file.Target, container.Tags, tags, before, after, edits.Backward())), cancellationToken);
        return true;

        void CheckAudio(string written)
        {
            if (AudioPackets.Hash(_ffmpeg, file.Target, file.Path, cancellationToken)
                != AudioPackets.Hash(_ffmpeg, written, file.Path, cancellationToken))
                throw file.Bad("would have other audio afterward; it is left as it is.");
        }
    }

    private MoodTagRestoration Undo(MoodTagUndo undo, CancellationToken cancellationToken)
    {
        MoodTags remaining;
        using (var file = TagFile.Open(undo.Path))
        {
            var hash = EditList.Apply(file, [], Stream.Null, cancellationToken).Source;
            if (hash == undo.HashBefore) return MoodTagRestoration.None;
            if (hash == undo.HashAfter)
            {
                CheckWritable(file);
                // the same bytes have the same audio
                Replace(file, undo.Edits, undo.Before, checkAudio: null, (_, restored) =>
                {
                    if (restored != undo.HashBefore) throw file.Bad("cannot be restored: the undo list does not lead back to the file before.");
                }, cancellationToken);
                return MoodTagRestoration.Bytes;
            }
            // what somebody wrote over a tag since is theirs
            var now = TagContainer.Open(file).Tags;
            remaining = MoodTags.Of(field => now[field].SequenceEqual(undo.After[field]) ? undo.Before[field] : now[field]);
        }
        return Write(undo.Path, remaining, dryRun: false, recording: null, cancellationToken) ? MoodTagRestoration.Tags : MoodTagRestoration.None;
    }

    private static void Replace(
        TagFile file, IReadOnlyList<Edit> edits, MoodTags tags, Action<string>? checkAudio, Action<string, string> beforeReplacement,
        CancellationToken cancellationToken)
    {
        var modified = File.GetLastWriteTimeUtc(file.Target);
        var (before, after) = ("", "");
        AtomicFile.Write(
            file.Target,
            stream =>
            {
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(file.Target));
                (before, after) = EditList.Apply(file, edits, stream, cancellationToken);
            },
            (reason, e) => new MediaException(file.Path, reason, e),
            written =>
            {
                FileOwner.Copy(file.Target, written);
                using (var copy = TagFile.Open(written))
                    if (!TagContainer.Open(copy).Tags.Equals(tags))
                        throw file.Bad("would not have the expected tags afterward; it is left as it is.");
                checkAudio?.Invoke(written);
                if (File.GetLastWriteTimeUtc(file.Target) != modified) throw file.Bad("was changed by another program meanwhile; try again.");
                beforeReplacement(before, after);
            });
    }

    private static void CheckWritable(TagFile file)
    {
        if (new FileInfo(file.Target).IsReadOnly) throw file.Bad("is read-only; it is left as it is.");
    }
}
