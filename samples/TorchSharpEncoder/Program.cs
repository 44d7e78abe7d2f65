// A TorchSharp module as the image encoder of Mmva.

using TorchSharpEncoder;

if (TorchLibrary.WhyNotLoaded() is { } reason)
{
    Console.Error.WriteLine(TorchLibrary.Advice(reason));
    return 2;
}
await Demo.RunAsync();
return 0;
