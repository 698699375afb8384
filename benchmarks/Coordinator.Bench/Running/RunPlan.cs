using Coordinator.Bench.Databases;
using Coordinator.Bench.Processes;

namespace Coordinator.Bench.Running;

/// <summary>One measurement.</summary>
internal sealed record RunPlan
{
    public required StorageKind Storage { get; init; }

    public required int InFlight { get; init; }

    public required int Size { get; init; }

    public required TimeSpan WarmUp { get; init; }

    public required TimeSpan Length { get; init; }

    public required int Producers { get; init; }

    public required int Groups { get; init; }

    public required int Queues { get; init; }

    public double? Rate { get; init; }

    public double Unknown { get; init; }

    public double Rollback { get; init; }

    public bool Floor { get; init; }

    public required CoordinatorSettings Coordinator { get; init; }

    public string Title => Rate is { } rate
        ? $"{Storage}, {rate:N0}/s, at most {InFlight} in flight, {Size} B"
        : $"{Storage}, {InFlight} in flight, {Size} B";
}
