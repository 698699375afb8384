namespace Coordinator.Fuzz.Scripts;

/// <summary>Way in which a peer ends its connection.</summary>
internal enum Ending
{
    /// <summary>Closes it, with what was written before.</summary>
    Close = 1,

    /// <summary>Sends a reset.</summary>
    Reset = 2,

    /// <summary>Closes its own direction only, and leaves the other open for a while.</summary>
    HalfClose = 3,
}
