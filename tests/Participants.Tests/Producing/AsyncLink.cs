using System.Collections.Concurrent;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Link;

namespace Coordinator.Participants.Tests.Producing;

/// <summary>A coordinator in one function that takes its time. Safe for many senders at once.</summary>
internal sealed class AsyncLink(Func<ITransactionCommand, Task<TransactionReply>> answer) : ICommandLink
{
    private long _lastNumber;

    public bool HasSession => true;

    public ConcurrentQueue<ITransactionCommand> Sent { get; } = new();

    public ConcurrentQueue<ITransactionCommand> Posted { get; } = new();

    public Task<TransactionReply> SendAsync(ITransactionCommand command, CommandLimits limits, CancellationToken ct)
    {
        Sent.Enqueue(command);
        return answer(command);
    }

    public void Post(ITransactionCommand command) => Posted.Enqueue(command);

    public long NextNumber() => Interlocked.Increment(ref _lastNumber);
}
