using System.Diagnostics;

namespace Mmva.Endurance.Disks;

/// <summary>A small file system in memory that can be filled up and made read-only. Needs root, and Linux.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Megabytes = 96;
    private const string Filler = "filler";

    private readonly DirectoryInfo _mount = Directory.CreateTempSubdirectory("mmva-disk-");

    private SmallDisk() => Run("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "mmva-endurance", _mount.FullName);

    /// <summary>Why there is none here, or null.</summary>
    public static string? Missing =>
        !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess ? "mounting a small disk needs root on Linux" : null;

    /// <summary>A folder on the disk.</summary>
    public string Folder => Directory.CreateDirectory(Path.Combine(_mount.FullName, "work")).FullName;

    public static SmallDisk Mount() => new();

    /// <summary>Fills the disk up to a few bytes.</summary>
    public void Fill(long free)
    {
        using var filler = File.Create(Path.Combine(_mount.FullName, Filler));
        var block = new byte[1 << 12];
        try
        {
            while (true)
            {
                filler.Write(block);
                filler.Flush();
            }
        }
        catch (IOException)
        {
            // full
        }
        filler.SetLength(Math.Max(0, filler.Length / block.Length * block.Length - free));
    }

    public void Free() => File.Delete(Path.Combine(_mount.FullName, Filler));

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", _mount.FullName);

    public void MakeWritable() => Run("mount", "-o", "remount,rw", _mount.FullName);

    public void Dispose()
    {
        Run("umount", "--lazy", _mount.FullName);
        _mount.Delete();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new MmvaException($"{program} {string.Join(' ', arguments)}: {errors.Trim()}");
    }
}
