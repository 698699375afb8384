namespace Coordinator.Delivery.Progress;

/// <summary>Knowledge of the start of a delivery's handler.</summary>
internal enum DeliveryStart
{
    /// <summary>The consumer has not told.</summary>
    Unknown,

    /// <summary>The handler began, and others may run beside it.</summary>
    Begun,

    /// <summary>The handler began and runs alone in its process.</summary>
    BegunAlone,
}
