namespace Coordinator.Contracts.Sessions;

/// <summary>Ends the session, on behalf of either side. The participant repeats unanswered commands in its next session.</summary>
/// <param name="Reason">Text for people.</param>
/// <param name="Superseded">
/// True when another participant opened a session under the same <see cref="OpenSession.Instance" />. Two such participants that
/// reconnect at once would end each other's sessions for ever.
/// </param>
/// <param name="Moves">
/// True when the node is leaving and serves on until all sessions are elsewhere. The participant opens its next session at another node at
/// once, and keeps what its handlers have begun.
/// </param>
internal sealed record SessionClosed(string Reason, bool Superseded = false, bool Moves = false) : IFrameItem;
