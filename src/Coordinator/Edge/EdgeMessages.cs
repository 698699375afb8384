namespace Coordinator.Edge;

/// <summary>To a gate and the listener: a connection has ended.</summary>
/// <param name="Id">The connection.</param>
internal sealed record ConnectionEnded(string Id);

/// <summary>To a gate: the participant gave its attempt up, and another gate serves the connection.</summary>
internal sealed record GateReplaced;
