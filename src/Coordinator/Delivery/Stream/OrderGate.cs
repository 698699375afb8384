using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>
/// Lets one message per ordering key pass, and holds back later messages of that key, in the order of the log, until the first is
/// settled. A message that waits for a retry keeps its key. Other keys are not affected.
/// </summary>
internal sealed class OrderGate
{
    private readonly Dictionary<ulong, Key> _keys = [];

    /// <summary>Number of messages that are held back.</summary>
    public int Held { get; private set; }

    /// <summary>Messages that hold others back.</summary>
    public IEnumerable<PendingMessage> Holding => _keys.Values.Where(key => key.Held > 0).Select(key => key.Owner);

    /// <summary>Message that has the ordering key of another one; <c>null</c> when none has it.</summary>
    public PendingMessage? OwnerOf(PendingMessage message) =>
        message.Key is not 0 && _keys.TryGetValue(message.Key, out var key) ? key.Owner : null;

    /// <summary>Number of messages that a message holds back.</summary>
    public int HeldBy(PendingMessage owner) => _keys.TryGetValue(owner.Key, out var key) && key.Owner == owner ? key.Held : 0;

    /// <summary>Adds a message; true when it may pass, false when it is held back.</summary>
    public bool Enter(PendingMessage message)
    {
        if (message.Key is 0)
            return true;
        if (!_keys.TryGetValue(message.Key, out var key))
        {
            _keys.Add(message.Key, new Key(message));
            return true;
        }

        key.Hold(message);
        Held++;
        return false;
    }

    /// <summary>Removes a settled message. Returns the next message of its key that may pass, if the settled one owned the key.</summary>
    public PendingMessage? Leave(PendingMessage message)
    {
        if (message.Key is 0 || !_keys.TryGetValue(message.Key, out var key) || key.Owner != message)
            return null;
        while (key.TryNext(out var next))
        {
            Held--;
            if (!next.Settled)
                return next;
        }

        _keys.Remove(message.Key);
        return null;
    }

    private sealed class Key(PendingMessage owner)
    {
        private LinkedList<PendingMessage>? _held;

        public PendingMessage Owner { get; private set; } = owner;

        public int Held => _held?.Count ?? 0;

        public void Hold(PendingMessage message)
        {
            _held ??= [];
            var before = _held.Last;
            // Search from the end, because only a replayed message is not the newest.
            while (before is not null && before.Value.Offset > message.Offset)
                before = before.Previous;
            if (before is null)
                _held.AddFirst(message);
            else
                _held.AddAfter(before, message);
        }

        public bool TryNext(out PendingMessage next)
        {
            next = Owner;
            if (_held is not { First: { } first })
                return false;
            _held.RemoveFirst();
            next = Owner = first.Value;
            return true;
        }
    }
}
