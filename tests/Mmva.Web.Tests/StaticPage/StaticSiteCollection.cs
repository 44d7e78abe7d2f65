namespace Mmva.Web.Tests.StaticPage;

/// <summary>Classes that share one written page and its host.</summary>
[CollectionDefinition(Name)]
public sealed class StaticSiteCollection : ICollectionFixture<StaticSite>
{
    public const string Name = "static page";
}
