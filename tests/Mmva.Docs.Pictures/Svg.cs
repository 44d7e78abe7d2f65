using System.Globalization;
using System.Net;
using System.Text;

namespace Mmva.Docs.Pictures;

/// <summary>Writes an SVG image: a few shapes, with one decimal.</summary>
internal sealed class Svg
{
    public const string Ink = "#1f2933", Gray = "#7b8794", Light = "#e4e7eb";
    public const string Image = "#2f6fdb", Music = "#d9601a", Text = "#2b8a3e", Chosen = "#b5179e";

    private readonly StringBuilder _body = new();

    public Svg(double width, double height, string description)
    {
        _body.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:0.#} {height:0.#}" width="{width:0.#}"
             role="img" font-family="system-ui, sans-serif" font-size="13">
            <title>{Encode(description)}</title>
            <rect width="{width:0.#}" height="{height:0.#}" rx="8" fill="#fff"/>

            """);
    }

    public Svg Rectangle(double x, double y, double width, double height, string fill, double radius = 0, string? stroke = null,
        double opacity = 1) =>
        Add($"""
            <rect x="{x:0.#}" y="{y:0.#}" width="{width:0.#}" height="{height:0.#}" rx="{radius:0.#}" fill="{fill}"
             {Stroke(stroke)}{Opacity(opacity)}/>
            """);

    public Svg Circle(double x, double y, double radius, string fill, string? stroke = null, double opacity = 1) =>
        Add($"""<circle cx="{x:0.#}" cy="{y:0.#}" r="{radius:0.#}" fill="{fill}" {Stroke(stroke)}{Opacity(opacity)}/>""");

    public Svg Line(double x1, double y1, double x2, double y2, string stroke, double width = 1, string? dashes = null) =>
        Add($"""<path d="M{x1:0.#} {y1:0.#}L{x2:0.#} {y2:0.#}" stroke="{stroke}" stroke-width="{width:0.#}"{Dashes(dashes)}/>""");

    public Svg Path(IEnumerable<(double X, double Y)> points, string stroke, double width = 2, string? dashes = null)
    {
        var path = string.Join('L', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#} {point.Y:0.#}")));
        return Add($"""<path d="M{path}" fill="none" stroke="{stroke}" stroke-width="{width:0.#}" stroke-linejoin="round"{Dashes(dashes)}/>""");
    }

    /// <summary>Many dots as one element.</summary>
    public Svg Dots(IEnumerable<(double X, double Y)> points, double radius, string fill, double opacity)
    {
        var path = string.Concat(points.Select(point => string.Create(CultureInfo.InvariantCulture, $"M{point.X:0.#} {point.Y:0.#}h0")));
        return Add($"""<path d="{path}" stroke="{fill}" stroke-width="{2 * radius:0.#}" stroke-linecap="round" {Opacity(opacity)}/>""");
    }

    public Svg Write(double x, double y, string text, string color = Ink, string anchor = "start", double size = 13, bool bold = false) =>
        Add($"""
            <text x="{x:0.#}" y="{y:0.#}" fill="{color}" text-anchor="{anchor}" font-size="{size:0.#}"{(bold ? " font-weight=\"600\"" : "")}
             >{Encode(text)}</text>
            """);

    /// <summary>Bold text with a white edge, for the top of other shapes.</summary>
    public Svg Label(double x, double y, string text) =>
        Add($"""
            <text x="{x:0.#}" y="{y:0.#}" text-anchor="middle" font-weight="600" fill="{Ink}" stroke="#fff" stroke-width="3" paint-order="stroke"
             >{Encode(text)}</text>
            """);

    public Svg WriteUpward(double x, double y, string text, string color = Ink) =>
        Add($"""<text transform="translate({x:0.#} {y:0.#}) rotate(-90)" fill="{color}" text-anchor="middle">{Encode(text)}</text>""");

    public Svg Photo(double x, double y, double width, double height, byte[] jpeg, string? frame = null)
    {
        var data = Convert.ToBase64String(jpeg);
        Add($"""<image x="{x:0.#}" y="{y:0.#}" width="{width:0.#}" height="{height:0.#}" href="data:image/jpeg;base64,{data}"/>""");
        if (frame is null) return this;
        return Add($"""
            <rect x="{x:0.#}" y="{y:0.#}" width="{width:0.#}" height="{height:0.#}" fill="none" stroke="{frame}" stroke-width="2"/>
            """);
    }

    public Svg Add(FormattableString element)
    {
        _body.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
        return this;
    }

    public override string ToString() => _body + "</svg>\n";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Stroke(string? stroke) => stroke is null ? "" : $"stroke=\"{stroke}\" ";

    private static string Dashes(string? dashes) => dashes is null ? "" : $" stroke-dasharray=\"{dashes}\"";

    private static string Opacity(double opacity) => opacity == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"opacity=\"{opacity:0.##}\"");
}
