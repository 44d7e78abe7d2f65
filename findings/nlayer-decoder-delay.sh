#!/usr/bin/env bash
# One would guess that an MP3 decoder that returns exactly as many samples as the encoder was given, by the padding that LAME's header states,
# also starts where the encoder's input started.
# What happens: NLayer returns the right number of samples, but everything comes 529 samples later than in ffmpeg's output of the same file: it
# skips the encoder's delay and not the 529 samples by which the decoder itself is late. The last 529 samples of the music are lost instead.
# That is 12 ms at 44.1 kHz: harmless for listening, wrong for anything that aligns, such as ratings over time or cuts.
# Files of encoders other than LAME, ffmpeg's among them, are not trimmed at all: they are 1105 samples late.
# Versions: NLayer 3.0.1; the files are made by LAME 3.100 and ffmpeg 5.1 of Debian 12, and compared with what ffmpeg decodes.
# Source: a run of this script.
set -euo pipefail
for program in ffmpeg lame; do
    command -v $program >/dev/null || { echo "needs $program: apt-get install $program" >&2; exit 2; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
# a chirp of one second, whose correlation has one sharp peak
ffmpeg -v error -f lavfi -i "aevalsrc='0.5*sin(2*PI*(200+1500*t)*t)':s=44100:d=1" chirp.wav
lame --quiet -b 192 chirp.wav lame.mp3
ffmpeg -v error -i chirp.wav -c:a libmp3lame -b:a 192k ffmpeg.mp3
for encoder in lame ffmpeg; do ffmpeg -v error -i $encoder.mp3 -f f32le $encoder.f32; done
cat > program.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="NLayer" Version="3.0.1" />
  </ItemGroup>
</Project>
XML
cat > program.cs <<'CS'
using System.Runtime.InteropServices;
using NLayer;

Console.WriteLine($"{typeof(MpegFile).Assembly.GetName()}");
var (lame, ffmpeg) = (Compare("lame"), Compare("ffmpeg"));
var asSeen = lame == (0, 529) && ffmpeg.Late == 1105;
Console.WriteLine(asSeen ? "as described" : "CHANGED");
return asSeen ? 0 : 1;

static (int MoreSamples, int Late) Compare(string encoder)
{
    var reference = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes($"{encoder}.f32")).ToArray();
    using var file = new MpegFile($"{encoder}.mp3");
    var decoded = new List<float>();
    var buffer = new float[4096];
    for (int read; (read = file.ReadSamples(buffer, 0, buffer.Length)) > 0;) decoded.AddRange(buffer[..read]);
    var best = (Lag: 0, Score: double.NegativeInfinity);
    for (var lag = -2000; lag <= 2000; lag++)
    {
        double score = 0;
        for (var i = 4000; i < 36000; i++) score += reference[i] * decoded[i + lag];
        if (score > best.Score) best = (lag, score);
    }
    Console.WriteLine($"encoded by {encoder}: ffmpeg decodes {reference.Length} samples, NLayer {decoded.Count}, late by {best.Lag}");
    return (decoded.Count - reference.Length, best.Lag);
}
CS
dotnet run -c Release
