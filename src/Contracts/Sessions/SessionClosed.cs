namespace Coordinator.Contracts.Sessions;

/// <summary>Either side ends the session. What is unanswered is repeated in the participant's next session.</summary>
/// <param name="Reason">For people.</param>
/// <param name="Superseded">
/// Another participant opened a session under the same <see cref="OpenSession.Instance" />: two that reconnect at once would take
/// turns for ever.
/// </param>
internal sealed record SessionClosed(string Reason, bool Superseded = false) : IFrameItem;
