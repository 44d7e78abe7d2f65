#!/usr/bin/env bash
# One would guess that a library for tags that writes one field leaves the audio as it is, or refuses files that it cannot write.
# What happens: TagLibSharp makes the header of a fragmented MP4 file longer and corrects the offsets in stco and co64 only. Those of the fragments
# (tfhd, base-data-offset) still lead to where the audio was, so that nothing can be decoded any more, and Save reports nothing.
# Remedy: compare the decoded audio before and after, or leave files with moof boxes alone.
# Versions: TagLibSharp 2.3.0; the file is made and decoded by ffmpeg 5.1 of Debian 12.
# Source: a run of this script.
set -euo pipefail
command -v ffmpeg >/dev/null || { echo "needs ffmpeg: apt-get install ffmpeg" >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
ffmpeg -v error -f lavfi -i "aevalsrc='0.5*sin(2*PI*(200+300*t)*t)':s=44100:d=3" -c:a aac -movflags +frag_keyframe+empty_moov song.mp4
decoded() { ffmpeg -nostdin -v quiet -i song.mp4 -map 0:a -f md5 - || echo "ffmpeg fails"; }
before=$(decoded)
cat > program.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="TagLibSharp" Version="2.3.0" />
  </ItemGroup>
</Project>
XML
cat > program.cs <<'CS'
Console.WriteLine(typeof(TagLib.File).Assembly.GetName());
using var file = TagLib.File.Create("song.mp4");
file.Tag.Comment = new string('x', 100);
file.Save();
Console.WriteLine("saved without an error");
CS
dotnet run -c Release
after=$(decoded)
echo "decoded audio before: $before"
echo "decoded audio after:  $after"
if [ "$before" = "$after" ]; then echo CHANGED; exit 1; fi
echo "as described"
