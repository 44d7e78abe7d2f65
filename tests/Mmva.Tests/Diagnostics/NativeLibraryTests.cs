using Mmva.Diagnostics;

namespace Mmva.Tests;

public class NativeLibraryTests
{
    private const string Managed = "Managed.Library";

    private static readonly NativeLibrary Library =
        new("Library", "libnative.so", Managed, platform => $"Package.{platform}", ["linux-x64", "win-x64"]);

    [Fact]
    public void A_missing_library_is_named_with_its_package_and_platform()
    {
        var inner = new DllNotFoundException("Unable to load shared library 'libnative' or one of its dependencies.");

        var error = Library.ErrorFor(new TypeInitializationException($"{Managed}.Api", inner), "linux-x64", [])!;

        error.Message.Should().Be(
            "Library: its native library libnative.so was not found for linux-x64. Add the package Package.linux-x64 to the program that is started, "
            + "and publish the program for this platform (dotnet publish -r linux-x64).");
        (error.Library, error.Package, error.RuntimeIdentifier).Should().Be(("Library", "Package.linux-x64", "linux-x64"));
        error.InnerException.Should().BeOfType<TypeInitializationException>();
    }

    [Fact]
    public void A_library_that_exists_but_cannot_be_loaded_is_named_with_the_reason()
    {
        var inner = new DllNotFoundException(
            "Unable to load shared library 'libnative'.\n/usr/libnative.so: no\n/app/libnative.so: libstdc++.so.6: cannot open\n");

        Library.ErrorFor(inner, "linux-x64", ["/app/libnative.so"])!.Message.Should().StartWith(
            "Library: its native library /app/libnative.so cannot be loaded on linux-x64 (libstdc++.so.6: cannot open). Use the file that the "
            + "package Package.linux-x64 contains");
    }

    [Fact]
    public void Another_version_than_that_of_the_managed_part_is_said_to_be_one()
    {
        var inner = new EntryPointNotFoundException("no entry point OrtGetApiBase.");

        Library.ErrorFor(new TypeInitializationException($"{Managed}.Api", inner), "win-x64", [])!.Message.Should().Be(
            "Library: its native library libnative.so is not of the version that the program was built with (no entry point OrtGetApiBase). "
            + "Use the package Package.win-x64 in the version of its managed part.");
    }

    [Fact]
    public void A_platform_without_a_package_is_said_to_be_one() =>
        Library.ErrorFor(new DllNotFoundException("'libnative'"), "linux-musl-x64", [])!.Message.Should().EndWith(
            "That package supports linux-x64, win-x64; for linux-musl-x64, the library must come from elsewhere.");

    public static TheoryData<Exception> Others =>
    [
        new InvalidOperationException(),
        new DllNotFoundException("Unable to load shared library 'libanother'."),
        new EntryPointNotFoundException("a function of a provider"),
        new TypeInitializationException("Another.Type", new InvalidOperationException()),
    ];

    [Theory]
    [MemberData(nameof(Others))]
    public void Other_exceptions_are_left_as_they_are(Exception other)
    {
        Library.ErrorFor(other).Should().BeNull();
        Library.Invoking(library => library.Require(() => throw other)).Should().Throw<Exception>().Which.Should().BeSameAs(other);
    }

    [Fact]
    public void A_library_that_was_found_is_not_looked_for_again()
    {
        var library = Library with { Name = "another copy" };
        var calls = 0;

        library.Invoking(its => its.Require(() => throw new DllNotFoundException("'libnative'"))).Should().Throw<NativeLibraryException>();
        for (var i = 0; i < 3; i++) library.Require(() => calls++);

        calls.Should().Be(1);
    }
}
