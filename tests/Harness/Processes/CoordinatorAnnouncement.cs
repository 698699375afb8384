namespace Coordinator.Harness.Processes;

/// <summary>Content of the line that a coordinator writes when it is ready.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="ContactPoint">Host and port for participants.</param>
/// <param name="Http">Address for health and administration.</param>
public sealed record CoordinatorAnnouncement(int Pid, string ContactPoint, Uri Http);
