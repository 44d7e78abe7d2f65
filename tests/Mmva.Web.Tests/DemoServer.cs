namespace Mmva.Web.Tests;

/// <summary>Classes that share one server with the demo library.</summary>
[CollectionDefinition(Name)]
public sealed class DemoServer : ICollectionFixture<WebServer>
{
    public const string Name = "demo server";
}
