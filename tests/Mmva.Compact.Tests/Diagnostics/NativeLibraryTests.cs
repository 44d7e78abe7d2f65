using Mmva.Compact.Tests.Samples;
using Mmva.TestSupport;

namespace Mmva.Compact.Tests;

/// <summary>A program whose native libraries are missing or damaged ends with one message that names library, package and platform.</summary>
public sealed class NativeLibraryTests(NativeLibraryTests.ProgramWithoutLibraries program)
    : IClassFixture<NativeLibraryTests.ProgramWithoutLibraries>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_ONNX_Runtime_texts_end_in_one_message()
    {
        var (exitCode, output, errors) = await program.RunAsync(_folder, "--text", "a calm lake", "--text", "a storm");

        (exitCode, output).Should().Be((1, ""));
        errors.TrimEnd().Split('\n').Where(line => line.Contains("native library")).Should().ContainSingle().Which.Should()
            .StartWith("ONNX Runtime: its native library ").And.Contain("Add the package Microsoft.ML.OnnxRuntime").And.Contain("dotnet publish -r ");
    }

    [Fact]
    public async Task Without_Skia_images_end_in_one_message()
    {
        string[] images = [Demo.Picture(_folder.Path, "a.png"), Demo.Picture(_folder.Path, "b.png"), Demo.Picture(_folder.Path, "c.png")];

        var (exitCode, output, errors) = await program.RunAsync(_folder, images);

        (exitCode, output).Should().Be((1, ""));
        errors.TrimEnd().Split('\n').Where(line => line.Contains("native library")).Should().ContainSingle().Which.Should()
            .StartWith("Skia: its native library ").And.MatchRegex("was not found for .*SkiaSharp.NativeAssets.(Linux.NoDependencies|Win32|macOS)");
    }

    [Fact]
    public async Task The_diagnostics_list_all_that_are_missing()
    {
        var (exitCode, output, errors) = await program.RunAsync(_folder, "--diagnose");

        exitCode.Should().Be(1, errors);
        output.Split('\n').Where(line => line.Contains("PROBLEM")).Select(line => line.Split(':')[0]).Should()
            .Contain(["Skia", "ONNX Runtime", "Magick.NET", "image encoder", "caption encoder"]);
        output.Should().Contain("Magick.NET-Q8-AnyCPU").And.Contain("model: images 1x3584");
    }

    [SkippableFact]
    public async Task A_damaged_library_is_named_with_the_reason()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The name of the file and the message of the loader are those of Linux.");
        using var damaged = new ProgramWithoutLibraries();
        File.WriteAllText(damaged.PathOf("libonnxruntime.so"), "not a library, and longer than the header that the loader looks for at the start");

        var (exitCode, _, errors) = await damaged.RunAsync(_folder, "--text", "a calm lake");

        exitCode.Should().Be(1);
        errors.Should().Contain($"ONNX Runtime: its native library {damaged.PathOf("libonnxruntime.so")} cannot be loaded on linux-")
            .And.Contain("invalid ELF header");
    }

    /// <summary>A copy of samples/Predict.</summary>
    public sealed class ProgramWithoutLibraries : IDisposable
    {
        private static readonly string[] Libraries = ["onnxruntime.dll", "libonnxruntime.", "libSkiaSharp.", "Magick.Native-"];

        private readonly TemporaryFolder _copy = new();

        public ProgramWithoutLibraries()
        {
            var tests = GoldenFiles.Repository("tests", typeof(NativeLibraryTests).Assembly.GetName().Name!);
            var built = Path.Combine(GoldenFiles.Repository("samples", "Predict"), Path.GetRelativePath(tests, AppContext.BaseDirectory));
            foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
            {
                var name = Path.GetRelativePath(built, file);
                if (Libraries.Any(library => name.StartsWith(library, StringComparison.OrdinalIgnoreCase))) continue;
                Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
                File.Copy(file, PathOf(name));
            }
        }

        public void Dispose() => _copy.Dispose();

        internal string PathOf(string name) => _copy.File(name);

        internal Task<(int ExitCode, string Output, string Errors)> RunAsync(TemporaryFolder folder, params string[] args) =>
            SampleProgram.RunAsync(PathOf("Predict"), folder.Path, args);
    }
}
