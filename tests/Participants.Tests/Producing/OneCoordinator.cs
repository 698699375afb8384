using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;
using Coordinator.Participants.Link;

namespace Coordinator.Participants.Tests.Producing;

/// <summary>A coordinator with several instances, whose links break one by one. It takes each transaction once.</summary>
internal sealed class OneCoordinator
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TransactionId, IReadOnlyList<Message>> _prepared = [];
    private readonly HashSet<TransactionId> _committed = [];
    private readonly List<Message> _log = [];

    /// <summary>Epoch in the replies.</summary>
    public long Epoch { get; set; }

    /// <summary>Messages of committed transactions in the order in which their queues got them.</summary>
    public IReadOnlyList<Message> Log
    {
        get
        {
            lock (_lock)
                return [.. _log];
        }
    }

    /// <summary>Commits what is prepared, as a check does that found the local transaction committed.</summary>
    public void Check(TransactionId id) => _ = Answer(new Commit(id, new ProducerGroup("orders")));

    public TransactionReply Answer(ITransactionCommand command)
    {
        lock (_lock)
            return FakeCoordinator.Reply(command, OutcomeOf(command)) with { Epoch = Epoch };
    }

    private TransactionOutcome OutcomeOf(ITransactionCommand command)
    {
        switch (command)
        {
            case Prepare prepare:
                _prepared.TryAdd(prepare.Id, prepare.Messages);
                return TransactionOutcome.Accepted;
            case HandOver handOver:
                _prepared.TryAdd(handOver.Id, handOver.Messages);
                break;
            case Rollback:
                _prepared.Remove(command.Id);
                return TransactionOutcome.Accepted;
        }

        if (!_prepared.TryGetValue(command.Id, out var messages))
            return TransactionOutcome.NotFound;
        if (_committed.Add(command.Id))
            _log.AddRange(messages);
        return TransactionOutcome.Accepted;
    }
}

/// <summary>Link of one instance.</summary>
internal sealed class BreakableLink(OneCoordinator coordinator) : ICommandLink
{
    private long _number;

    /// <summary>False: no command arrives.</summary>
    public bool IsConnected { get; set; } = true;

    public bool HasSession => IsConnected;

    /// <summary>True: commands arrive, and their replies are lost.</summary>
    public bool LosesReplies { get; set; }

    /// <summary>Tells whether a command gets no reply, as its arrival.</summary>
    public Func<ITransactionCommand, bool> Fails { get; set; } = _ => false;

    public List<ITransactionCommand> Sent { get; } = [];

    public List<ITransactionCommand> Posted { get; } = [];

    public async Task<TransactionReply> SendAsync(ITransactionCommand command, CommandLimits limits, CancellationToken ct)
    {
        // An order must not rest on answers that come at once.
        await Task.Yield();
        lock (Sent)
            Sent.Add(command);
        if (!IsConnected || Fails(command))
            throw new CoordinatorUnavailableException("away");
        var reply = coordinator.Answer(command);
        return LosesReplies ? throw new CoordinatorUnavailableException("no reply") : reply;
    }

    public void Post(ITransactionCommand command)
    {
        lock (Posted)
            Posted.Add(command);
        if (IsConnected)
            coordinator.Answer(command);
    }

    public long NextNumber() => Interlocked.Increment(ref _number);
}
