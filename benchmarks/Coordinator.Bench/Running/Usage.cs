using System.Diagnostics;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Processes;

namespace Coordinator.Bench.Running;

/// <summary>Resources used by coordinator, participants and database, at one moment or between two.</summary>
internal sealed record Usage(long At, TimeSpan Coordinator, TimeSpan Participants, DatabaseUsage Database)
{
    public static async Task<Usage> NowAsync(
        MeasuredCoordinator coordinator, RunParticipants participants, IBenchDatabase database, CancellationToken ct) => new(
        Stopwatch.GetTimestamp(),
        ProcessUsage.Cpu(coordinator.Pid),
        participants.Pids.Aggregate(TimeSpan.Zero, (sum, pid) => sum + ProcessUsage.Cpu(pid)),
        await database.UsageAsync(coordinator.Pid, ct));

    public Usage Since(Usage earlier) => new(
        At - earlier.At,
        Coordinator - earlier.Coordinator,
        Participants - earlier.Participants,
        Database.Since(earlier.Database));
}
