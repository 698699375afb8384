using Coordinator.Administration;
using Coordinator.Delivery.Common;
using Coordinator.Recovery;

namespace Coordinator.Testing.Captured;

/// <summary>Waits until nothing is under way at a node any more.</summary>
internal static class QuietWait
{
    private const int Named = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    /// <exception cref="TimeoutException">Something stays under way. The exception names it.</exception>
    public static async Task RunAsync(NodeView view, TimeSpan timeout, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        long? quietAt = null;
        while (true)
        {
            var (position, noise) = await TryLookAsync(view, ct);
            // One look reads one thing after the other. What moves from one to the other meanwhile writes to the journal.
            if (noise.Count == 0 && quietAt == position)
                return;
            quietAt = noise.Count == 0 ? position : null;
            if (TimeProvider.System.GetElapsedTime(began) > timeout)
                throw new TimeoutException($"The coordinator is not quiet after {timeout}: {Text(noise)}");
            await Task.Delay(Pause, ct);
        }
    }

    /// <summary>Looks, and takes a node that does not answer in time for one that is not quiet.</summary>
    private static async Task<(long Position, IReadOnlyList<string> Noise)> TryLookAsync(NodeView view, CancellationToken ct)
    {
        try
        {
            return await LookAsync(view, ct);
        }
        catch (RefusedRequest busy)
        {
            return (0, [$"a queue does not answer ({busy.Message.TrimEnd('.')})"]);
        }
    }

    private static async Task<(long Position, IReadOnlyList<string> Noise)> LookAsync(NodeView view, CancellationToken ct)
    {
        var position = await view.PositionAsync(ct);
        var open = await view.OpenAsync(position, ct);
        var groups = await view.GroupsAsync(ct);
        return (position, [.. open.Select(Text), .. groups.Where(group => group.Lag > 0).GroupBy(group => (group.Group, group.Queue.Topic)).Select(Text)]);
    }

    private static string Text(OpenTransaction open) => open.Phase switch
    {
        OpenPhase.Committed => $"transaction {open.Id} of {open.Group} is committed, and not yet in all its queues",
        OpenPhase.Parked => $"transaction {open.Id} of {open.Group} is parked: no instance could tell its outcome",
        _ => $"transaction {open.Id} of {open.Group} is prepared and not decided",
    };

    private static string Text(IEnumerable<GroupDescription> queues)
    {
        GroupDescription[] all = [.. queues];
        var members = all.SelectMany(queue => queue.Members).Select(member => member.Instance).Distinct().Count();
        return $"group {all[0].Group} has {all.Sum(queue => queue.Lag)} messages of {all[0].Queue.Topic} to settle: {all.Sum(queue => queue.InFlight)} are in hand, "
            + $"{all.Sum(queue => queue.Waiting)} wait for a retry, {all.Sum(queue => queue.Held)} are held back, and it has {members} consumers";
    }

    private static string Text(IReadOnlyList<string> noise) => noise.Count switch
    {
        0 => "something was written a moment ago.",
        <= Named => $"{string.Join("; ", noise)}.",
        _ => $"{string.Join("; ", noise.Take(Named))}; and {noise.Count - Named} more.",
    };
}
