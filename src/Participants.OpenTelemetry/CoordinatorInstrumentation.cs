using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Coordinator.Participants.OpenTelemetry;

/// <summary>Adds the spans and instruments of a participant to OpenTelemetry.</summary>
public static class CoordinatorInstrumentation
{
    /// <summary>Name of the participant's activity source and of its meter. Without this package, add both by their name.</summary>
    public const string Name = "Coordinator.Participants";

    /// <summary>Adds the spans of sends, local transactions, checks and handlers. A message carries its trace.</summary>
    public static TracerProviderBuilder AddCoordinatorInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(Name);
    }

    /// <summary>Adds the histograms, counters and gauges of the participant.</summary>
    public static MeterProviderBuilder AddCoordinatorInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(Name);
    }
}
