namespace Coordinator.Persistence.Schemas;

/// <summary>Event after which all queues of a transaction have its messages. It needs no append any more.</summary>
internal interface IEndOfAppends;
