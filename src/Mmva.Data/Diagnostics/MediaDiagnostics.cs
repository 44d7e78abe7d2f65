using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmva.Diagnostics;
using SkiaSharp;

namespace Mmva.Data;

/// <summary>What decodes images, audio and video: Skia, and the programs ffmpeg and ffprobe.</summary>
internal sealed class MediaDiagnostics(IServiceProvider services) : IDiagnosticSource
{
    public IEnumerable<DiagnosticEntry> Describe(CancellationToken cancellationToken)
    {
        yield return DescribeSkia();
        var video = services.GetService<IVideoReader>() is null ? null : Of<VideoReaderOptions>();
        string?[] ffmpegs = [Of<AudioDecoderOptions>()?.FfmpegPath, Of<ImageDecoderOptions>()?.FfmpegPath, video?.FfmpegPath];
        foreach (var path in ffmpegs.OfType<string>().Distinct())
            yield return DescribeProgram(
                "ffmpeg", path, AudioDecoderOptions.DefaultFfmpegPath, "without it, WAV, JPEG, PNG, WebP, GIF and BMP are read", cancellationToken);
        if (video is not null)
            yield return DescribeProgram(
                "ffprobe", video.FfprobePath, VideoReaderOptions.DefaultFfprobePath, "it comes with ffmpeg, and videos need it", cancellationToken);
    }

    private static DiagnosticEntry DescribeSkia()
    {
        const string Name = "Skia";
        try
        {
            SkiaLibrary.Require();
            return new(Name, $"{SkiaSharpVersion.Native}, SkiaSharp {typeof(SKCodec).Assembly.GetName().Version!.ToString(3)}");
        }
        catch (NativeLibraryException e)
        {
            return new(Name, e.Message, IsProblem: true);
        }
    }

    // not having a program is a choice, unless its path was given
    private static DiagnosticEntry DescribeProgram(string name, string path, string fallback, string consequence, CancellationToken cancellationToken)
    {
        var (version, fault) = ProgramVersion.Read(path, cancellationToken);
        var shown = ShortPath.Of(path);
        if (version is not null) return new(name, path == fallback ? version : $"{version} ({shown})");
        return path == fallback
            ? new(name, $"cannot be started ({fault}); {consequence}")
            : new(name, $"{shown} cannot be started ({fault})", IsProblem: true);
    }

    private T? Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>() where T : class =>
        services.GetService<IOptions<T>>()?.Value;
}
