using System.Globalization;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Processes;

namespace Coordinator.Bench.Running;

/// <summary>Plan of one measurement.</summary>
internal sealed record RunPlan
{
    /// <summary>Gets the name of the variant, for display.</summary>
    public string? Label { get; init; }

    public required StorageKind Storage { get; init; }

    public required int InFlight { get; init; }

    public required int Size { get; init; }

    public required TimeSpan WarmUp { get; init; }

    public required TimeSpan Length { get; init; }

    public int Producers { get; init; } = 1;

    public int Groups { get; init; } = 1;

    public int Queues { get; init; } = 4;

    public double? Rate { get; init; }

    public double Unknown { get; init; }

    public double Rollback { get; init; }

    public bool Floor { get; init; }

    public required CoordinatorSettings Coordinator { get; init; }

    /// <summary>
    /// Gets the number of the first producer. It must differ from those of earlier runs on the same database.
    /// </summary>
    public int FirstProducer { get; init; }

    /// <summary>Gets the coordinator option that defines the topics.</summary>
    public KeyValuePair<string, string> TopicOption =>
        new("topics.queuesPerTopic", Queues.ToString(CultureInfo.InvariantCulture));

    public string Title => (Label is null ? "" : $"{Label}: ") + (Rate is { } rate
        ? $"{Storage}, {rate:N0}/s, at most {InFlight} in flight, {Size} B"
        : $"{Storage}, {InFlight} in flight, {Size} B");
}
