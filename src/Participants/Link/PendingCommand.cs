using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Link;

/// <summary>A command without a reply, and the callers that wait for it.</summary>
internal sealed class PendingCommand(ITransactionCommand command)
{
    private readonly List<Waiter> _waiters = [];

    public ITransactionCommand Command { get; private set; } = command;

    /// <summary>Time at which the last caller stops waiting.</summary>
    public DateTimeOffset Deadline { get; private set; }

    /// <summary>Time at which the command is sent again.</summary>
    public DateTimeOffset RepeatAt { get; set; }

    public int TimesSent { get; private set; }

    public bool HasWaiters => _waiters.Count > 0;

    public int TimesBusy { get; private set; }

    private string? BusyDetail { get; set; }

    /// <summary>Returns the command to send now. A repetition is not marked as new, because the coordinator may know its id by now.</summary>
    public ITransactionCommand Take()
    {
        if (TimesSent++ > 0 && Command is Prepare { IsNew: true } prepare)
            Command = prepare with { IsNew = false };
        return Command;
    }

    public int CountBusy(string? detail)
    {
        BusyDetail = detail;
        return ++TimesBusy;
    }

    public void Join(TaskCompletionSource<TransactionReply>? reply, DateTimeOffset deadline)
    {
        if (deadline > Deadline)
            Deadline = deadline;
        if (reply is not null)
            _waiters.Add(new Waiter(reply, deadline));
    }

    public void Complete(TransactionReply reply)
    {
        foreach (var waiter in _waiters)
            waiter.Reply.TrySetResult(reply);
        _waiters.Clear();
    }

    public void Fail(string why)
    {
        foreach (var waiter in _waiters)
            waiter.Reply.TrySetException(Unavailable(why));
        _waiters.Clear();
    }

    /// <summary>Fails the callers whose time is over.</summary>
    public void FailOverdue(DateTimeOffset now, string why)
    {
        for (var i = _waiters.Count - 1; i >= 0; i--)
        {
            if (_waiters[i].Deadline > now)
                continue;
            _waiters[i].Reply.TrySetException(Unavailable(why));
            _waiters.RemoveAt(i);
        }
    }

    private CoordinatorUnavailableException Unavailable(string why)
    {
        var busy = TimesBusy > 0 ? $" The coordinator was busy {TimesBusy} times; last: {BusyDetail ?? "no detail"}." : "";
        return new CoordinatorUnavailableException($"{Command.Kind} of transaction {Command.Id} was not answered: {why}.{busy}");
    }

    private readonly record struct Waiter(TaskCompletionSource<TransactionReply> Reply, DateTimeOffset Deadline);
}
