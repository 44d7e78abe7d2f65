#!/usr/bin/env bash
# One would guess that the softmax of a tensor library subtracts the largest element first, as those of PyTorch, NumPy-based code and ONNX do,
# so that any finite logits give finite probabilities.
# What happens: TensorPrimitives.SoftMax sums exp(x) as it is. In float32 one element from 89 on makes the sum infinite: its probability is NaN
# and all others are 0. Its documentation says that it sums the exponentials, but not what follows from it. Remedy: subtract
# TensorPrimitives.Max(x) first.
# Version: System.Numerics.Tensors 11.0.0, on .NET 10.
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
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="System.Numerics.Tensors" Version="11.0.0" />
  </ItemGroup>
</Project>
XML
cat > program.cs <<'CS'
using System.Numerics.Tensors;

Console.WriteLine(typeof(TensorPrimitives).Assembly.GetName());
float[] logits = [0, 1, 2, 89], answer = new float[4], shifted = new float[4];
TensorPrimitives.SoftMax(logits, answer);
Console.WriteLine($"softmax of {string.Join(' ', logits)}: {string.Join(' ', answer)}");
TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), shifted);
TensorPrimitives.SoftMax(shifted, shifted);
Console.WriteLine($"after subtracting the largest: {string.Join(' ', shifted)}");
var asSeen = float.IsNaN(answer[3]) && answer[0] == 0 && shifted[3] == 1;
Console.WriteLine(asSeen ? "as described" : "CHANGED");
return asSeen ? 0 : 1;
CS
dotnet run -c Release
