using System.Globalization;

namespace OrderPayment.Services;

/// <summary>Where a service is to stop and wait for its end: at a moment, after so many undisturbed orders.</summary>
internal sealed record StopPoint(Moment Moment, int After)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Moment}:{After}");

    public static StopPoint Parse(string text)
    {
        var parts = text.Split(':');
        return new StopPoint(Enum.Parse<Moment>(parts[0]), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
