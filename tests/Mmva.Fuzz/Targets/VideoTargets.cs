using System.Text;
using System.Text.Json;
using Mmva.Data;
using Mmva.Fuzz.Engine;
using Mmva.Tasks;

namespace Mmva.Fuzz.Targets;

/// <summary>What ffmpeg and ffprobe say of a file, in which texts of the file occur.</summary>
internal static class VideoTargets
{
    public static IEnumerable<FuzzTarget> All =>
    [
        new ParserTarget("ffprobe", "streams and format as ffprobe describes them", bytes =>
        {
            using var document = VideoProbe.Document(bytes, "x");
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return;
            JsonElement[] streams = [.. root.GetProperty("streams").EnumerateArray().Where(stream => stream.ValueKind == JsonValueKind.Object)];
            var format = root.GetProperty("format");
            var sound = streams.FirstOrDefault(stream => VideoProbe.Text(stream, "codec_type") == "audio");
            foreach (var stream in streams)
            {
                VideoTracks.IsCover(stream);
                VideoTracks.Of(stream);
                VideoProbe.Parse("x", stream, sound, format, VideoProbe.TimeCode(streams, stream, format));
            }
        }, () =>
        [
            JsonTargets.Utf8("""
            {"streams":[{"index":0,"codec_type":"video","codec_name":"h264","width":640,"height":480,"sample_aspect_ratio":"4:3",
            "r_frame_rate":"30000/1001","avg_frame_rate":"30000/1001",
            "start_time":"0.04","duration":"2.5","field_order":"tt","disposition":{"default":1,"attached_pic":0},
            "side_data_list":[{"rotation":-90}],"tags":{"timecode":"01:00:00;00","rotate":"90"}},
            {"index":1,"codec_type":"audio","channels":2,"channel_layout":"stereo","sample_rate":"48000","start_time":"0","duration":"2.4"}],
            "format":{"format_name":"mov,mp4","start_time":"0.000000","duration":"2.500000","tags":{"timecode":"01:00:00:00"}}}
            """),
        ])
        {
            // the rest is what only a faulty ffprobe writes
            Text = true, Refusal = e => e is KeyNotFoundException
                || (e is InvalidOperationException && e.StackTrace?.Contains("System.Text.Json", StringComparison.Ordinal) == true),
        },
        new ParserTarget("ffmpeg-report", "lines of ffmpeg about its input", bytes =>
        {
            var report = new FfmpegReport();
            foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n')) report.Read(line);
            report.IsOpen(report.Duration ?? 1);
        }, () =>
        [
            JsonTargets.Utf8("""
            [mp3 @ 0x55] [warning] Estimating duration from bitrate, this may be inaccurate
            [info] Input #0, mp3, from 'x':
            [info]   Duration: 00:03:25.12, start: 0.025057, bitrate: 128 kb/s
            [info]   Stream #0:0: Audio: mp3, 44100 Hz, stereo, fltp, 128 kb/s
            [info]   Stream #0:1[0x1](und): Video: png, rgb24 (attached pic)
            [info] Output #0, f32le, to 'pipe:':
            """),
        ]) { Text = true },
        new ParserTarget("time-codes", "time codes and frame rates", bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            TimeCode.IsOne(text);
            foreach (var rate in new[] { 24, 29.97, 59.94 })
                if (TimeCode.Parse(text, TimelineRate.Of(rate)) is var (code, frame)) code.Format(frame);
            if (FrameRate.Parse(text) is { } parsed) TimelineRate.Of(parsed.PerSecond).FrameAt(TimeSpan.FromSeconds(7));
        }, () => [JsonTargets.Utf8("01:02:03:04"), JsonTargets.Utf8("23:59:59;29"), JsonTargets.Utf8("30000/1001"),
            JsonTargets.Utf8("25/1")]) { Text = true, Most = 100 },
    ];
}
