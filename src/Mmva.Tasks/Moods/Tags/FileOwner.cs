using System.Runtime.InteropServices;

namespace Mmva.Tasks;

/// <summary>Owner and group of a file on Linux: a file that replaces another one would otherwise be that of the user who runs the program.</summary>
internal static partial class FileOwner
{
    private const int CurrentFolder = -100, StructureLength = 256, UserAt = 20, GroupAt = 24;
    private const uint UserAndGroup = 0x8 | 0x10;

    /// <summary>Gives a file the owner and group of another one, if they differ and the user may.</summary>
    public static void Copy(string source, string target)
    {
        if (!OperatingSystem.IsLinux() || Of(source) is not { } wanted || Of(target) == wanted) return;
        _ = ChangeOwner(target, wanted.User, wanted.Group); // for others than root, this is allowed for the group only
    }

    private static (uint User, uint Group)? Of(string path)
    {
        Span<byte> structure = stackalloc byte[StructureLength];
        try
        {
            return Stat(CurrentFolder, path, 0, UserAndGroup, structure) != 0 ? null
                : (MemoryMarshal.Read<uint>(structure[UserAt..]), MemoryMarshal.Read<uint>(structure[GroupAt..]));
        }
        catch (EntryPointNotFoundException)
        {
            return null; // a C library without this call
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(int folder, string path, int flags, uint mask, Span<byte> structure);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
