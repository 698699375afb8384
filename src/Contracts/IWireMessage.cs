namespace Coordinator.Contracts;

/// <summary>Everything that a participant and the coordinator send each other: it has a schema and a stable manifest.</summary>
public interface IWireMessage;

/// <summary>A wire message that may travel together with others in one <c>Frame</c>.</summary>
public interface IFrameItem : IWireMessage;
