namespace Coordinator.Edge;

/// <summary>Limits of participants' connections.</summary>
/// <param name="Connections">Connections in all.</param>
/// <param name="ConnectionsPerAddress">Connections of one address.</param>
/// <param name="NewConnectionsPerSecond">New connections of one address in a second, after a burst of four times as many.</param>
internal sealed record EdgeAdmission(int Connections, int ConnectionsPerAddress, int NewConnectionsPerSecond);
