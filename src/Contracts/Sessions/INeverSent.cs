namespace Coordinator.Contracts.Sessions;

/// <summary>Marks what only a receiver makes, in the place of something that it cannot read.</summary>
internal interface INeverSent;
