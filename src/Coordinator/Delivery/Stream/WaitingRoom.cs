using System.Diagnostics.CodeAnalysis;
using Coordinator.Contracts.Common;
using Coordinator.Delivery.Members;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>
/// Messages of a group that were read and cannot be delivered yet: delayed ones, those in back-off, and those that wait behind another of
/// their ordering key. Those whose members have no room, or are not there, wait here too. Each holds up itself and, once it is due, later messages
/// of its key, and nothing else.
/// </summary>
/// <remarks>
/// A message enters the <see cref="OrderGate" /> when its producer's delay is over: that is its place in the order of its key. A message
/// that comes again has its place already. New messages and those that come again take turns, so that neither holds up the other.
/// </remarks>
internal sealed class WaitingRoom(GroupProgress progress, MemberRotation members, SteadyClock clock, OrderGate gate)
{
    private readonly WaitingMessages _waiting = new();
    private readonly ReadyMessages _ready = new(members, progress);
    private bool _isTurnOfAgain;

    /// <summary>Earliest due time of those that wait for a time.</summary>
    public DateTimeOffset? NextDue => _waiting.NextDue;

    /// <summary>True when the log should be read further.</summary>
    public bool WantsMore => progress.HasRoom && _ready.WantMore;

    /// <summary>
    /// Lets in what was pending when the stream started. Those that were delivered before come first, because they had their key.
    /// </summary>
    public void Start()
    {
        foreach (var message in progress.Pending.OrderBy(message => message.Attempt == 0).ThenBy(message => message.Offset))
        {
            if (message.Attempt > 0)
                EnterGate(message);
            else
                Enter(message);
        }
    }

    /// <summary>Lets in a message that was read, or put back.</summary>
    public void Enter(PendingMessage message)
    {
        if (message.DueAt > clock.Now)
            Wait(message);
        else
            EnterGate(message);
    }

    /// <summary>Takes a message that is to be delivered again when it is due.</summary>
    public void Redeliver(PendingMessage message)
    {
        if (message.DueAt > clock.Now)
            Wait(message);
        else
            _ready.Add(message);
    }

    /// <summary>Lets the next message of a settled one's key pass.</summary>
    public void Leave(PendingMessage message)
    {
        if (gate.Leave(message) is { } next)
            Redeliver(next);
    }

    /// <summary>Takes the next message that can be delivered.</summary>
    public bool TryNext([NotNullWhen(true)] out PendingMessage? message)
    {
        while (_waiting.TryLeave(clock.Now, out var due))
        {
            // Settled while it waited. It must not take its key now.
            if (due.Settled)
                continue;
            if (due.IsInGate)
                _ready.Add(due);
            else
                EnterGate(due);
        }

        if (!_ready.TryNext(_isTurnOfAgain, out message) && !_ready.TryNext(!_isTurnOfAgain, out message))
            return false;
        _isTurnOfAgain = !_isTurnOfAgain;
        return true;
    }

    /// <summary>True when a member has room for a message that was taken, after its body was read.</summary>
    public bool MayLeave(PendingMessage message) => _ready.MayLeave(message);

    /// <summary>Takes a message back that was taken, and has no member now.</summary>
    public void Return(PendingMessage message) => _ready.Return(message);

    private void EnterGate(PendingMessage message)
    {
        message.IsInGate = true;
        if (gate.Enter(message))
            Redeliver(message);
        else
            progress.Wait(message);
    }

    private void Wait(PendingMessage message)
    {
        _waiting.Wait(message);
        progress.Wait(message);
    }
}
