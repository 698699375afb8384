using Coordinator.Harness.Histories;

namespace Coordinator.Faults.Reporting;

/// <summary>Figures of a fault.</summary>
/// <param name="Open">Operations that were under way when the fault began.</param>
/// <param name="Seconds">Seconds until everything worked again.</param>
/// <param name="Service">Time until service was as before.</param>
/// <param name="Sessions">Sessions until the next fault.</param>
internal sealed record FaultFigures(int Number, string Kind, string Target, int Open, double Seconds, ServiceFigures Service, SessionFigures Sessions)
{
    public static FaultFigures Of(Struck struck, Healed? healed, OpenOperations open, ServiceTimes service, SessionFigures sessions) => new(
        struck.Number,
        struck.Kind,
        struck.Target,
        open.At(struck.At),
        healed is null ? double.NaN : (healed.At - struck.At) / 1e6,
        service.After(struck.At),
        sessions);
}
