namespace Coordinator.Faults.Reporting;

/// <summary>Ways into the participants.</summary>
/// <param name="Attempts">Packets that tried to open a connection to them; <c>null</c> when they could not be counted.</param>
/// <param name="Listeners">TCP ports on which they listened in the end.</param>
internal sealed record IngressFigures(int? Attempts, int Listeners);
