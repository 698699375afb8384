namespace Coordinator.Contracts;

/// <summary>Everything that a participant and the coordinator send each other: it has a schema and a stable manifest.</summary>
internal interface IWireMessage;
