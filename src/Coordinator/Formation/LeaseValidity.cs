namespace Coordinator.Formation;

/// <summary>Validity of a lease by the clock of its database.</summary>
internal enum LeaseValidity
{
    /// <summary>The owner holds it.</summary>
    Held = 1,

    /// <summary>The owner has not renewed it in time, and may still live.</summary>
    Expired = 2,

    /// <summary>The owner has given it up.</summary>
    Released = 3,
}
