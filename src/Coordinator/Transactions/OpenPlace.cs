using Coordinator.Contracts.Messages;

namespace Coordinator.Transactions;

/// <summary>Place of one transaction among the <see cref="OpenTransactions" /> of its node, while it has messages in memory.</summary>
internal sealed class OpenPlace(OpenTransactions among)
{
    private long? _bytes;

    /// <summary>Takes the place while the transaction has messages, and leaves it when they are dropped.</summary>
    public void Follow(TransactionState state)
    {
        if (state.Messages.Count == 0)
        {
            Leave();
            return;
        }

        if (_bytes is not null)
            return;
        var bytes = 0L;
        for (var i = 0; i < state.Messages.Count; i++)
            bytes += MessageLimits.SizeOf(state.Messages[i].Message);
        _bytes = bytes;
        among.Add(bytes);
    }

    public void Leave()
    {
        if (_bytes is not { } bytes)
            return;
        _bytes = null;
        among.Remove(bytes);
    }
}
