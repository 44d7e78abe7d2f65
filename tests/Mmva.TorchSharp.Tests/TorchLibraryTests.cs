namespace Mmva.TorchSharp.Tests;

public class TorchLibraryTests
{
    [SkippableFact]
    public void Without_the_native_library_the_error_says_why_and_what_to_do()
    {
        Skip.If(TorchLibrary.WhyNotLoaded() is null, "the native library loads here");

        foreach (var action in new Action[] { TorchLibrary.Load, () => new MmvaModule(new MmvaModel(Models.Small)) })
        {
            var error = action.Should().Throw<MmvaException>().Which;
            error.Message.Should().StartWith("TorchSharp's native library does not load on this machine (")
                .And.Contain("dotnet add package TorchSharp-cpu --version 0.107.0");
            error.Message.Split('\n')[1].Trim().Should().MatchRegex("GLIBC|libtorch|c10|LibTorchSharp", "this line is the cause");
        }
    }

    [SkippableFact]
    public void A_library_that_loads_can_be_loaded_again()
    {
        NativeTorch.Require();
        TorchLibrary.Load();
        TorchLibrary.Load();
    }
}
