namespace Coordinator.Contracts.Producing;

/// <summary>A command of a producer for one transaction. It may be repeated under the same id, on any connection.</summary>
internal interface ITransactionCommand : IFrameItem
{
    /// <summary>The transaction.</summary>
    TransactionId Id { get; }

    /// <summary>The group that owns the transaction and answers its checks. The session must include it.</summary>
    ProducerGroup Group { get; }

    /// <summary>Kind of the command, which the reply repeats.</summary>
    TransactionCommandKind Kind { get; }

    /// <summary>
    /// Number of the request at this participant, counted from 1. The reply repeats it, and so does a repetition of the request.
    /// Two calls that use one id at different times therefore cannot take each other's answers. 0: the participant does not count.
    /// </summary>
    long Number { get; }
}
