namespace Mmva.Data;

/// <summary>The accepted videos.</summary>
internal static class VideoFormats
{
    // Containers that hold frames or audio themselves: no playlists, which would open other files. Audio is included for a message that says so.
    public const string Containers =
        "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dts,dv,eac3,flac,flv,gif,h264,hevc,ivf,m4v,matroska,mjpeg,mov,mp3,mpc,mpc8,mpeg,mpegts,mpegtsraw,"
        + "mpegvideo,mxf,nut,obu,ogg,rm,tta,vob,w64,wav,wv,yuv4mpegpipe";

    // decoders hold several frames in memory: 8K has 33 million pixels
    public const string PixelLimit = "40000000";
}
