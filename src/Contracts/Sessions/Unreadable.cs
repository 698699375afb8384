namespace Coordinator.Contracts.Sessions;

/// <summary>
/// Stands for a message that this release cannot read, such as one with an invalid name. It is never sent. The receiver decides what its
/// sender deserves: an exception here would be an error in Akka's log for each message of a stranger.
/// </summary>
/// <param name="Reason">Text for people.</param>
internal sealed record Unreadable(string Reason) : IWireMessage, INeverSent;
