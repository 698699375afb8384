using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>
/// Looks every few seconds for what holds up others for longer than that: messages that keep their ordering key, and members without room.
/// It tells when each begins and when it ends.
/// </summary>
internal sealed class BlockedWatch(DeliveryScope scope, Window window)
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // There may be a million keys. The view of the group names more of them.
    private const int MostKeys = 100;

    private readonly HashSet<PendingMessage> _told = [];
    private HashSet<PendingMessage> _seen = [];
    private long _handedOver;
    private bool _wasFull;
    private bool _isFull;

    /// <summary>Returns what has begun or ended since the last look.</summary>
    public IReadOnlyList<GroupBlocked> Look() => [.. Keys(), .. Room()];

    private IEnumerable<GroupBlocked> Keys()
    {
        foreach (var ended in _told.Where(owner => scope.Gate.HeldBy(owner) == 0).ToList())
        {
            _told.Remove(ended);
            yield return new GroupBlocked(scope.Run, IsBlocked: false, new WaitDescription(WaitCause.Key, ended.Offset, Key: ended.Key));
        }

        var holding = scope.Gate.Holding.Take(MostKeys).ToHashSet();
        foreach (var owner in holding)
        {
            if (!_seen.Contains(owner) || _told.Count >= MostKeys || !_told.Add(owner))
                continue;
            var wait = WaitDescriber.Of(scope, window, owner);
            yield return new GroupBlocked(
                scope.Run,
                IsBlocked: true,
                new WaitDescription(WaitCause.Key, owner.Offset, scope.Gate.HeldBy(owner), owner.Key, owner.Attempt, Until: wait.Until, Detail: wait.Words));
        }

        _seen = holding;
    }

    private IEnumerable<GroupBlocked> Room()
    {
        var isFull = !window.HasRoom && scope.Members.All.Count > 0 && window.HandedOver == _handedOver;
        _handedOver = window.HandedOver;
        // Twice, so that the time between two looks has passed.
        var isBlocked = isFull && _wasFull;
        _wasFull = isFull;
        if (isBlocked == _isFull)
            yield break;
        _isFull = isBlocked;
        yield return new GroupBlocked(scope.Run, isBlocked, WaitDescriber.NoRoom(scope, window));
    }
}
