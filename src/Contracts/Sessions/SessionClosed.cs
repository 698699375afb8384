namespace Coordinator.Contracts.Sessions;

/// <summary>Either side ends the session. What is unanswered is repeated in the participant's next session.</summary>
/// <param name="Reason">For people.</param>
public sealed record SessionClosed(string Reason) : IFrameItem;
