using DemoMedia;

namespace MakeSoundtrack;

/// <summary>Painted pictures and synthesized tracks, which stay with the page that plays them.</summary>
internal static class Demo
{
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        DemoPictures.Write(folder);
        DemoTracks.Write(folder);
    }
}
