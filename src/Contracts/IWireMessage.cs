namespace Coordinator.Contracts;

/// <summary>A message between a participant and the coordinator. It has a schema and a stable manifest.</summary>
internal interface IWireMessage;
