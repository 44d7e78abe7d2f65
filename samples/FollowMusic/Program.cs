// Follows how music feels while it runs: what is recorded, or a file.

using ConsoleProgram;
using DemoMedia;
using FollowMusic;
using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.NAudio;
using NAudio.Wave;

return await Arguments.Command(async (given, cancellationToken) =>
{
    await using var services = Services.Build(mmva => mmva.AddEmotionMonitor(options =>
    {
        options.Window = given.Options.Window;
        options.Hop = given.Options.Hop;
        options.FirstWindow = given.Options.FirstWindow;
        options.LeastMove = given.Options.LeastMove;
    }));
    if (given.IsLive)
        return await StandardInput.FollowAsync(given, services.GetRequiredService<EmotionMonitorFactory>(), cancellationToken);
    var decoder = services.GetRequiredService<IAudioDecoder>();
    var music = given.Input is { } file ? (await decoder.DecodeAsync(file, cancellationToken)).ToSampleProvider() : MadeUp(decoder);
    await foreach (var moment in music.FollowEmotionAsync(services.GetRequiredService<IEmotionPredictor>(), given.Options, cancellationToken))
        Lines.Print(moment);
    return 0;
}).RunAsync(args);

// a calm track, a lively one and a dark one, each for 21 seconds
static ISampleProvider MadeUp(IAudioDecoder decoder)
{
    using var folder = new DemoFolder();
    DemoTracks.Write(folder.Path);
    string[] names = ["strings, slow, major", "dance beat, major", "heavy riff, fast, minor"];
    var parts = names.SelectMany(name => Enumerable.Repeat(decoder.Decode(Path.Combine(folder.Path, name + ".wav")), 3));
    return new NAudio.Wave.SampleProviders.ConcatenatingSampleProvider([.. parts.Select(part => part.ToSampleProvider())]);
}
