using Mmva.Encoders;

namespace EncodeWithPaperTowers;

/// <summary>Fetches what is missing; asked for by <c>--download</c>, never otherwise.</summary>
internal static class Downloads
{
    public static async Task RunAsync(Arguments given, CancellationToken cancellationToken)
    {
        var cache = Path.GetFullPath(Path.Combine(given.Folder, ".download"));
        using var hub = new ModelHub(new() { BaseAddress = given.Server, CacheFolder = cache });
        foreach (var tower in PaperTower.All.Where(tower => !tower.IsIn(given.Folder)))
        {
            Console.Error.WriteLine($"{tower.Repository} at {given.RevisionOf(tower)}, license of the weights: {tower.License}");
            foreach (var file in tower.Files)
            {
                var target = Path.Combine(tower.FolderIn(given.Folder), file);
                if (File.Exists(target)) continue;
                var percent = new Percent();
                var downloaded = await hub.DownloadAsync(tower.Repository, given.RevisionOf(tower), new HubFile(file), percent, cancellationToken);
                percent.End();
                Directory.CreateDirectory(tower.FolderIn(given.Folder));
                File.Move(downloaded, target);
            }
        }
        if (Directory.Exists(cache)) Directory.Delete(cache, recursive: true);
    }

    /// <summary>One line that counts up.</summary>
    private sealed class Percent : IProgress<DownloadProgress>
    {
        private long _last = -1;

        public void Report(DownloadProgress value)
        {
            var step = value.BytesTotal is > 0 and var total ? value.BytesDone * 100 / total : value.BytesDone >> 20;
            if (step == _last) return;
            _last = step;
            Console.Error.Write(value.BytesTotal is null ? $"\r  {value.File} {step} MB" : $"\r  {value.File} {step} %");
        }

        public void End() => Console.Error.WriteLine();
    }
}
