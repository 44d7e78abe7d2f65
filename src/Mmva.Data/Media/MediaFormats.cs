using System.Collections.Frozen;

namespace Mmva.Data;

/// <summary>The one list of what can be read. Extensions, signatures and what ffmpeg may open are derived from it.</summary>
internal static class MediaFormats
{
    /// <summary>All formats. Where two signatures match, the first one counts.</summary>
    public static readonly IReadOnlyList<MediaFormat> All =
    [
        // images; those of cameras begin like a TIFF or an MP4
        new("JPEG", MediaKind.Image)
        {
            Extensions = "jpg jpeg jpe jfif", Signatures = ["\u00FF\u00D8\u00FF"], Demuxers = "jpeg_pipe", IsReadable = true,
        },
        new("PNG", MediaKind.Image) { Extensions = "png apng", Signatures = ["\u0089PNG"], Demuxers = "png_pipe,apng", IsReadable = true },
        new("GIF", MediaKind.Image) { Extensions = "gif", Signatures = ["GIF8"], Demuxers = "gif,gif_pipe", IsReadable = true },
        new("WebP", MediaKind.Image) { Extensions = "webp", Signatures = ["RIFF????WEBP"], Demuxers = "webp_pipe", IsReadable = true },
        new("BMP", MediaKind.Image) { Extensions = "bmp dib", Recognizes = IsBitmap, Demuxers = "bmp_pipe", IsReadable = true },
        new("camera raw", MediaKind.Image)
        {
            Extensions = "cr2 cr3 crw nef nrw arw srf sr2 dng orf rw2 raf pef srw rwl 3fr iiq erf mrw x3f",
            Signatures = ["II*\0????CR", "????ftypcrx ", "IIRO", "IIRS", "MMOR", "IIU\0", "FUJIFILMCCD-RAW", "FOVb", "\0MRM"],
        },
        new("TIFF", MediaKind.Image)
        {
            Extensions = "tif tiff", Signatures = ["II*\0", "MM\0*", "II+\0\u0008\0\0\0", "MM\0+\0\u0008\0\0"], Demuxers = "tiff_pipe",
        },
        new("JPEG 2000", MediaKind.Image)
        {
            Extensions = "jp2 j2k j2c jpc jpf jpx jpm",
            Signatures = ["\0\0\0\u000CjP  \r\n\u0087\n", "\u00FF\u004F\u00FF\u0051"],
            Demuxers = "j2k_pipe,mov",
        },
        new("JPEG XL", MediaKind.Image)
        {
            Extensions = "jxl", Signatures = ["\u00FF\u000A", "\0\0\0\u000CJXL \r\n\u0087\n"], Demuxers = "jpegxl_pipe,jpegxl_anim",
        },
        new("AVIF", MediaKind.Image) { Extensions = "avif avifs", Signatures = ["????ftypavif", "????ftypavis"], Demuxers = "mov" },
        new("HEIC", MediaKind.Image)
        {
            Extensions = "heic heif heics heifs hif",
            Signatures = ["????ftyphei?", "????ftyphev?", "????ftypmif1", "????ftypmif2", "????ftypmsf1"],
            Demuxers = "mov",
        },

        // audio
        new("WAV", MediaKind.Audio)
        {
            Extensions = "wav wave bwf rf64 w64",
            Signatures = ["RIFF????WAVE", "RIFX????WAVE", "RF64????WAVE", "BW64????WAVE", "riff\u002E\u0091\u00CF\u0011"],
            Demuxers = "wav,w64,xwma",
        },
        new("AIFF", MediaKind.Audio) { Extensions = "aif aiff aifc", Signatures = ["FORM????AIFF", "FORM????AIFC"], Demuxers = "aiff" },
        new("FLAC", MediaKind.Audio) { Extensions = "flac fla", Signatures = ["fLaC"], Demuxers = "flac" },
        new("MP3 or AAC", MediaKind.Audio)
        {
            Extensions = "mp3 mp2 mp1 mpa m2a aac adts", Signatures = ["ID3"], Recognizes = IsMpegAudio, Demuxers = "mp3,aac,loas",
        },
        new("Ogg", MediaKind.Audio) { Extensions = "ogg oga ogv ogx ogm opus spx", Signatures = ["OggS"], Demuxers = "ogg" },
        new("audio", MediaKind.Audio)
        {
            Extensions = "au snd caf amr awb 3ga wv ape tta tak mpc mp+ mpp dsf dff ac3 eac3 ec3 dts dtshd mlp thd shn voc ra oma aa3 qcp",
            Signatures =
            [
                ".snd", "caff", "#!AMR", "wvpk", "MAC ", "APETAGEX", "TTA1", "TTA2", "tBaK", "MPCK", "MP+", "DSD \u001C", "FRM8????????DSD ",
                "\u000Bw", "\u007F\u00FE\u0080\u0001", "DTSHDHDR", "ajkg", "Creative Voice", ".ra\u00FD", "EA3", "RIFF????QLCM",
                "????\u00F8\u0072\u006F\u00BA", "????\u00F8\u0072\u006F\u00BB",
            ],
            Demuxers = "au,caf,amr,amrnb,amrwb,wv,ape,tta,tak,mpc,mpc8,dsf,iff,ac3,eac3,dts,dtshd,mlp,truehd,shn,voc,oma,qcp",
        },

        // videos, and containers of both
        new("Matroska or WebM", MediaKind.Audio)
        {
            Extensions = "mkv mka mks mk3d webm weba", Signatures = ["\u001A\u0045\u00DF\u00A3"], Demuxers = "matroska",
        },
        new("Windows Media", MediaKind.Audio) { Extensions = "wma wmv asf", Signatures = ["0&\u00B2u"], Demuxers = "asf" },
        new("AVI", MediaKind.Audio) { Extensions = "avi divx", Signatures = ["RIFF????AVI ", "RIFF????AVIX"], Demuxers = "avi" },
        new("MPEG", MediaKind.Audio)
        {
            Extensions = "mpg mpeg mpe vob vro m2p", Signatures = ["\0\0\u0001\u00BA", "\0\0\u0001\u00B3"], Demuxers = "mpeg,mpegvideo,vob",
        },
        new("MPEG transport stream", MediaKind.Audio)
        {
            Extensions = "ts mts m2ts m2t tp trp", Recognizes = IsTransportStream, Demuxers = "mpegts,mpegtsraw",
        },
        new("Flash video", MediaKind.Audio) { Extensions = "flv f4v f4a", Signatures = ["FLV\u0001"], Demuxers = "flv,live_flv" },
        new("RealMedia", MediaKind.Audio) { Extensions = "rm rmvb", Signatures = [".RMF"], Demuxers = "rm" },
        new("MXF", MediaKind.Audio) { Extensions = "mxf", Signatures = ["\u0006\u000E\u002B\u0034\u0002\u0005\u0001\u0001"], Demuxers = "mxf" },
        new("video", MediaKind.Audio)
        {
            Extensions = "dv dif wtv nut",
            Signatures = ["\u00B7\u00D8\u0000\u0020\u0037\u0049\u00DA\u0011", "nut/multimedia"],
            Demuxers = "dv,wtv,nut",
        },
        new("MP4", MediaKind.Audio)
        {
            Extensions = "mp4 m4a m4b m4p m4r m4v mov qt 3gp 3g2 3gpp 3gpp2",
            Signatures = ["????ftyp", "\0???moov", "????mdat", "\0???wide", "\0???free", "\0???skip", "\0???pnot"],
            Demuxers = "mov",
        },
    ];

    // without sound; only a program that wants frames opens them
    private const string FramesOnly = "gif,h264,hevc,ivf,m4v,mjpeg,obu,yuv4mpegpipe";

    private static readonly FrozenDictionary<string, MediaKind> Kinds =
        All.SelectMany(format => format.Extensions.Split(' ').Select(extension => (extension, format.Kind)))
            .ToFrozenDictionary(pair => "." + pair.extension, pair => pair.Kind, StringComparer.OrdinalIgnoreCase);

    /// <summary>What ffmpeg may open for audio.</summary>
    public static readonly string AudioDemuxers = DemuxersOf(MediaKind.Audio);

    /// <summary>What ffmpeg may open for the frames of a video. Audio is included for a message that says so.</summary>
    public static readonly string VideoDemuxers = $"{AudioDemuxers},{FramesOnly}";

    /// <summary>What ffmpeg may open for an image.</summary>
    public static readonly string ImageDemuxers = DemuxersOf(MediaKind.Image);

    /// <summary>The kind of a file by its extension, which includes the dot.</summary>
    public static MediaKind KindOfExtension(string extension) => Kinds.GetValueOrDefault(extension, MediaKind.Unknown);

    private static string DemuxersOf(MediaKind kind) =>
        string.Join(',', All.Where(f => f.Kind == kind && f.Demuxers.Length > 0).SelectMany(f => f.Demuxers.Split(',')).Distinct());

    private static bool IsBitmap(ReadOnlySpan<byte> head) =>
        head.Length >= 18 && head.StartsWith("BM"u8) && head[14..18] is [12 or 16 or 40 or 52 or 56 or 64 or 108 or 124, 0, 0, 0];

    // eleven set bits, a valid version and bit rate; FF FE and FF FF are in practice not frames, but the mark of UTF-16 text and padding
    private static bool IsMpegAudio(ReadOnlySpan<byte> head) => head is [0xFF, >= 0xE0 and < 0xFE, < 0xF0, _, ..] && (head[1] & 0x18) != 0x08;

    // a mark at the start of each packet, behind a time stamp in files of camcorders and Blu-ray discs
    private static bool IsTransportStream(ReadOnlySpan<byte> head) =>
        (head.Length > 376 && head[0] == 0x47 && head[188] == 0x47 && head[376] == 0x47)
        || (head.Length > 388 && head[4] == 0x47 && head[196] == 0x47 && head[388] == 0x47);
}
