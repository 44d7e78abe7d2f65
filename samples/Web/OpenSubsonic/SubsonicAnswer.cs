using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace Web.OpenSubsonic;

/// <summary>A <c>subsonic-response</c> in the format that the client asked for, JSON or XML. Failures have the status 200, too.</summary>
internal sealed class SubsonicAnswer : IResult
{
    private const string Root = "subsonic-response", ApiVersion = "1.16.1";

    private static readonly XNamespace Namespace = "http://subsonic.org/restapi";
    private static readonly string ServerVersion = typeof(SubsonicAnswer).Assembly.GetName().Version!.ToString(3);

    private readonly JsonObject _response;
    private readonly bool _json;

    private SubsonicAnswer(string status, string? format, JsonObject content)
    {
        _json = format == "json";
        _response = new()
        {
            ["status"] = status, ["version"] = ApiVersion, ["type"] = "mmva", ["serverVersion"] = ServerVersion, ["openSubsonic"] = true,
        };
        foreach (var (name, value) in content.ToList())
        {
            content.Remove(name);
            _response[name] = value;
        }
    }

    public static SubsonicAnswer Ok(string? format, JsonObject content) => new("ok", format, content);

    public static SubsonicAnswer Failed(string? format, SubsonicException error) =>
        new("failed", format, new() { ["error"] = new JsonObject { ["code"] = error.Code, ["message"] = error.Message } });

    public async Task ExecuteAsync(HttpContext context)
    {
        context.Response.ContentType = _json ? "application/json; charset=utf-8" : "application/xml; charset=utf-8";
        var text = _json
            ? new JsonObject { [Root] = _response }.ToJsonString()
            : new XDeclaration("1.0", "UTF-8", null) + "\n" + ElementOf(Root, _response).ToString(SaveOptions.DisableFormatting);
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    // the convention of the API: attributes for values, elements for objects, repeated elements for lists
    private static XElement ElementOf(string name, JsonNode? node) => new(Namespace + name, node switch
    {
        JsonObject all => all.SelectMany(one => one.Value switch
        {
            JsonArray list => list.Select(item => (object)ElementOf(one.Key, item)),
            JsonObject inner => [ElementOf(one.Key, inner)],
            _ => [new XAttribute(one.Key, TextOf(one.Value))],
        }),
        _ => TextOf(node),
    });

    // names of files may contain what XML cannot
    private static string TextOf(JsonNode? value)
    {
        var text = value is null ? "" : string.Format(CultureInfo.InvariantCulture, "{0}", value);
        return string.Concat(text.EnumerateRunes().Where(rune => rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value)));
    }
}
