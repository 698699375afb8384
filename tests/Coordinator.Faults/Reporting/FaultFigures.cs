using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Reporting;

/// <summary>A fault that happened.</summary>
/// <param name="Open">Operations that were under way when it struck.</param>
/// <param name="Seconds">How long it lasted, until all was whole again.</param>
/// <param name="Service">How long it took until service was what it was before.</param>
internal sealed record FaultFigures(int Number, string Kind, string Target, int Open, double Seconds, ServiceFigures Service)
{
    public static FaultFigures Of(Struck struck, Healed? healed, OpenOperations open, ServiceTimes service) => new(
        struck.Number,
        struck.Kind,
        struck.Target,
        open.At(struck.At),
        healed is null ? double.NaN : (healed.At - struck.At) / 1e6,
        service.After(struck.At));
}
