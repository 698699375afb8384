using System.Globalization;

namespace OrderPayment.Services;

/// <summary>Point at which a service stops and waits for SIGKILL: a moment, after a number of undisturbed orders.</summary>
internal sealed record StopPoint(Moment Moment, int After)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Moment}:{After}");

    public static StopPoint Parse(string text)
    {
        var parts = text.Split(':');
        return new StopPoint(Enum.Parse<Moment>(parts[0]), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
