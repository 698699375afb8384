using System.Data.Common;
using Coordinator.Contracts.Messages;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Link;
using Coordinator.Participants.Tracing;

namespace Coordinator.Participants.Producing;

/// <summary>
/// Prepares what a local transaction has published, while that is open. With a store for them, messages that the coordinator does not take in time are
/// stored, and so are those that must come behind stored ones.
/// </summary>
/// <param name="prepare">Prepares messages.</param>
/// <param name="stored">Store for messages; <c>null</c>: the local transaction fails when the coordinator does not take them.</param>
/// <param name="limits">Times that the prepare may take. With a store it does not wait for a session.</param>
/// <param name="transactionTimeout">Time after which the coordinator checks the transaction; <c>null</c>: its default.</param>
internal sealed class InnerPrepare(PrepareStep prepare, StoredMessages? stored, CommandLimits limits, TimeSpan? transactionTimeout)
{
    /// <exception cref="CoordinatorUnavailableException">No reply in time, and there is no store.</exception>
    /// <exception cref="TransactionRefusedException">The coordinator refuses the messages for good.</exception>
    public async Task RunAsync(Attempt attempt, DbTransaction transaction, IReadOnlyList<Message> messages, CancellationToken ct)
    {
        SendTrace.Describe(attempt.Span, messages);
        messages = TraceContext.Inject(messages, attempt.Span);
        var command = prepare.ToPrepare(attempt.Id, messages, transactionTimeout, isNew: !attempt.IsShared);
        if (stored is null)
        {
            await prepare.RunAsync(attempt, command, limits, ct);
            return;
        }

        if (await stored.AnyAsync(transaction, StoredKey.Of(messages), ct))
            attempt.Store(messages, mayBeKnown: false);
        else if (!await prepare.TryRunAsync(attempt, command, limits with { WaitForSession = TimeSpan.Zero }, ct))
            attempt.Store(messages, mayBeKnown: true);
        if (attempt.IsStored)
            await stored.StoreAsync(transaction, attempt.Id, messages, ct);
    }
}
