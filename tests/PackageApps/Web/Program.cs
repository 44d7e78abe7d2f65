// Answers one request of its own, so that no browser is needed, and ends.
using Mmva;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddMmva().UseCompact().AddRetrieval().UseSqliteIndex(Path.Combine(Path.GetTempPath(), $"mmva-{Guid.NewGuid():N}.db"));

await using var app = builder.Build();
app.MapGet("/nearest", async (string text, IEmotionRetriever retriever) =>
{
    await retriever.IndexAsync([new RetrievalInput<string>("1", "a happy dance"), new RetrievalInput<string>("2", "a sad, slow song")]);
    return (await retriever.FindAsync(text, 1, Modality.Caption))[0].Item.Id;
});
await app.StartAsync();

using var client = new HttpClient();
Console.WriteLine(await client.GetStringAsync($"{app.Urls.First()}/nearest?text=a+happy+dance"));
