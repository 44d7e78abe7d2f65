using System.Globalization;

namespace Mmva.Tests.Emotion;

public class ValenceArousalTests
{
    [Fact]
    public void A_rating_is_converted_from_its_scale_to_zero_and_one() =>
        ValenceArousal.FromScale(1, 7, 1, 9).Should().Be(new ValenceArousal(0, 0.75f));

    [Fact]
    public void An_empty_scale_is_refused() =>
        FluentActions.Invoking(() => ValenceArousal.FromScale(1, 1, 5, 5)).Should().Throw<ArgumentException>().WithMessage("*maximum must be above*");

    [Fact]
    public void Distance_is_euclidean() => new ValenceArousal(0, 0).DistanceTo(new(0.3f, 0.4f)).Should().BeApproximately(0.5, 1e-7);

    [Fact]
    public void Text_does_not_depend_on_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            new ValenceArousal(0.25f, 0.5f).ToString().Should().Be("(0.250, 0.500)");
        }
        finally { CultureInfo.CurrentCulture = before; }
    }
}
