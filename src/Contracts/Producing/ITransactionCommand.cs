namespace Coordinator.Contracts.Producing;

/// <summary>What a producer asks of one transaction. Each may be repeated under the same id, on any connection.</summary>
internal interface ITransactionCommand : IFrameItem
{
    /// <summary>The transaction it is about.</summary>
    TransactionId Id { get; }

    /// <summary>The group that owns the transaction and answers its checks. The session must have been opened for it.</summary>
    ProducerGroup Group { get; }

    /// <summary>Which command this is; the reply names it.</summary>
    TransactionCommandKind Kind { get; }

    /// <summary>
    /// Which request of the participant this is, counted from 1; the reply names it too, and a repeat of the same request keeps it.
    /// So two calls that use one id at different times cannot take each other's answers. 0: the participant does not count.
    /// </summary>
    long Number { get; }
}
