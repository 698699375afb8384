namespace Coordinator.Participants.Link;

/// <summary>Times that a caller waits for the reply to a command.</summary>
/// <param name="Timeout">Time for which the command is repeated; <c>null</c>: the command timeout, which it does not exceed.</param>
/// <param name="WaitForSession">
/// Time from now for which a command waits for a session; <c>null</c>: until the session has been missing for as long as the options say.
/// </param>
internal readonly record struct CommandLimits(TimeSpan? Timeout = null, TimeSpan? WaitForSession = null);
