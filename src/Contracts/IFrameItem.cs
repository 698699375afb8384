namespace Coordinator.Contracts;

/// <summary>A wire message that may travel together with others in one <c>Frame</c>.</summary>
internal interface IFrameItem : IWireMessage;
