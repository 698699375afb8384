using System.Diagnostics.CodeAnalysis;
using Coordinator.Contracts;
using Coordinator.Transactions;

namespace Coordinator.Recovery;

/// <summary>
/// Open transactions that are to be woken, each once. Producer groups take turns, so that the many transactions of one group do not hold up
/// the few of another.
/// </summary>
internal sealed class WakeQueue
{
    private readonly Dictionary<TransactionId, WakeTransaction> _wakes = [];
    private readonly Dictionary<string, Queue<TransactionId>> _groups = [];
    private readonly Queue<string> _turns = [];

    public int Count => _wakes.Count;

    /// <summary>Adds a transaction; one that waits already gets what the new wake knows in addition.</summary>
    public void Add(WakeTransaction wake, ProducerGroup? groupOf)
    {
        var group = groupOf?.Value ?? "";
        if (_wakes.TryGetValue(wake.Id, out var earlier))
        {
            _wakes[wake.Id] = earlier with { Returned = wake.Returned ?? earlier.Returned, IsCommitted = wake.IsCommitted || earlier.IsCommitted };
            return;
        }

        _wakes.Add(wake.Id, wake);
        if (!_groups.TryGetValue(group, out var ofGroup))
        {
            _groups.Add(group, ofGroup = []);
            _turns.Enqueue(group);
        }

        ofGroup.Enqueue(wake.Id);
    }

    /// <summary>Takes the next transaction of the group whose turn it is.</summary>
    public bool TryTake([NotNullWhen(true)] out WakeTransaction? wake)
    {
        wake = null;
        if (!_turns.TryDequeue(out var group))
            return false;
        var ofGroup = _groups[group];
        _wakes.Remove(ofGroup.Dequeue(), out wake);
        if (ofGroup.Count > 0)
            _turns.Enqueue(group);
        else
            _groups.Remove(group);
        return wake is not null;
    }
}
