#!/usr/bin/env bash
# One would guess that a .NET program turns the telemetry of ONNX Runtime off by Environment.SetEnvironmentVariable("ORT_DISABLE_TELEMETRY", "1")
# before it first uses the library.
# What happens: on Unix, .NET changes its own copy of the environment, which native code does not see. The variable is ignored, and the first use
# of OrtEnv writes an event database to the user's cache folder. DisableTelemetryEvents() of OrtEnv is too late for that. Remedies: set the
# variable before the process starts, or by setenv of the C library.
# Version: Microsoft.ML.OnnxRuntime 1.31.1 on Linux (x64). The script runs it in a network namespace of its own if it may, so that nothing is sent.
# Source: a run of this script.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > program.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.ML.OnnxRuntime" Version="1.31.1" />
  </ItemGroup>
</Project>
XML
cat > program.cs <<'CS'
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

if (args[0] == "dotnet") Environment.SetEnvironmentVariable("ORT_DISABLE_TELEMETRY", "1");
if (args[0] == "libc") LibC.SetVariable("ORT_DISABLE_TELEMETRY", "1", 1);
var environment = OrtEnv.Instance();
if (args[0] == "method") environment.DisableTelemetryEvents();
Console.WriteLine($"ONNX Runtime {environment.GetVersionString()}, off by: {args[0]}");

internal static partial class LibC
{
    [DllImport("libc", EntryPoint = "setenv")]
    public static extern int SetVariable(string name, string value, int overwrite);
}
CS
dotnet build -c Release -v q --nologo -o out >/dev/null
alone=()
if unshare -rn true 2>/dev/null; then alone=(unshare -rn); fi
files() { # how off: the number of files that a run leaves in a fresh home
    mkdir -p "home-$1"
    HOME="$folder/home-$1" XDG_CACHE_HOME="$folder/home-$1/.cache" "${alone[@]}" "$folder/out/program" "$1" >&2
    find "home-$1" -type f | wc -l
}
dotnet=$(files dotnet) method=$(files method) libc=$(files libc)
echo "files left in the cache folder: by SetEnvironmentVariable $dotnet, by DisableTelemetryEvents $method, by setenv $libc"
find home-dotnet -type f | sed "s/^home-dotnet/    ~/; s/[0-9a-f-]\{30,\}/(id)/"
if [ "$dotnet" -gt 0 ] && [ "$method" -gt 0 ] && [ "$libc" = 0 ]; then echo "as described"; else echo "CHANGED"; exit 1; fi
