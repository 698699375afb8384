namespace Coordinator.Contracts;

/// <summary>A wire message that can share a <c>Frame</c> with others.</summary>
internal interface IFrameItem : IWireMessage;
