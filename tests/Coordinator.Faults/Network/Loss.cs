namespace Coordinator.Faults.Network;

/// <summary>Fate of the packets between two places.</summary>
/// <param name="Share">Share of the packets that are affected.</param>
/// <param name="Resets">True answers them with a reset of the connection; false drops them.</param>
internal sealed record Loss(double Share = 1, bool Resets = false)
{
    /// <summary>All packets are dropped.</summary>
    public static readonly Loss Total = new();

    /// <summary>Every packet resets its connection, and every new connection is refused.</summary>
    public static readonly Loss Reset = new(Resets: true);
}
