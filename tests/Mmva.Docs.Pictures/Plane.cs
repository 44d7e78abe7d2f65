namespace Mmva.Docs.Pictures;

/// <summary>The plane of valence (to the right) and arousal (upward) within an image.</summary>
internal sealed class Plane
{
    private readonly double _left, _top, _size;

    public Plane(Svg svg, double left, double top, double size, bool words = true, bool axes = true)
    {
        (_left, _top, _size) = (left, top, size);
        svg.Rectangle(left, top, size, size, "#f7f9fb", 4, Svg.Light);
        svg.Line(left + size / 2, top, left + size / 2, top + size, Svg.Light).Line(left, top + size / 2, left + size, top + size / 2, Svg.Light);
        if (!axes) return;
        svg.Write(left + size / 2, top + size + 18, "valence: unpleasant → pleasant", Svg.Gray, "middle");
        svg.WriteUpward(left - 8, top + size / 2, "arousal: calm → excited", Svg.Gray);
        if (!words) return;
        svg.Write(left + 8, top + 18, "tense, angry", Svg.Gray, size: 12).Write(left + size - 8, top + 18, "excited, happy", Svg.Gray, "end", 12);
        svg.Write(left + 8, top + size - 10, "sad, gloomy", Svg.Gray, size: 12);
        svg.Write(left + size - 8, top + size - 10, "calm, content", Svg.Gray, "end", 12);
    }

    public double X(double valence) => _left + Math.Clamp(valence, 0, 1) * _size;

    public double Y(double arousal) => _top + (1 - Math.Clamp(arousal, 0, 1)) * _size;

    public (double X, double Y) Of(ValenceArousal point) => (X(point.Valence), Y(point.Arousal));

    /// <summary>A distance on the plane in units of the image.</summary>
    public double Length(double distance) => distance * _size;
}
