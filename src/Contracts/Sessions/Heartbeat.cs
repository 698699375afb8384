namespace Coordinator.Contracts.Sessions;

/// <summary>Sent by the participant at the interval of the session, and echoed by the coordinator.</summary>
internal sealed record Heartbeat(long Number) : IFrameItem;
