// A page that maps photos and tracks to the emotion plane inside the browser: static files for any host, nothing is uploaded.

using Browser;
using ConsoleProgram;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    // 1. The folder: nothing is written where a file of somebody else would be overwritten.
    using var folder = PageFolder.Open(arguments.Folder);

    // 2. ONNX Runtime for browsers, from npm or from the cache of the user.
    var runtime = await OnnxRuntimeWeb.GetAsync(arguments.OnnxRuntimeWeb, cancellationToken);

    // 3. Mmva with its trained default; its encoders and its model become one ONNX file for photos and one for music.
    await using var services = Services.Build(logging: log => log.SetMinimumLevel(LogLevel.Warning)); // the license is stated on the page
    var predictor = services.GetRequiredService<IEmotionPredictor>();
    var similarity = services.GetRequiredService<EmotionalSimilarity>();

    // 4. The page.
    folder.Write(runtime, predictor, similarity, cancellationToken);
    Console.WriteLine($"""
        {arguments.Folder}: {folder.Files} files, {Megabytes(folder.Bytes)}.
        A visitor fetches {Megabytes(folder.BytesForPhotos)} for photos, and {Megabytes(folder.BytesForMusic)} more for music.
        Look at it: python3 -m http.server -d "{arguments.Folder}" and open http://localhost:8000
        """);
    return 0;
}).RunAsync(args);

static string Megabytes(long bytes) => $"{bytes / 1e6:F1} MB";
