namespace Coordinator.Contracts.Sessions;

/// <summary>Stands for an item of a frame that this release cannot read. It is never sent, and the other items of the frame count.</summary>
/// <param name="Reason">Text for people.</param>
internal sealed record UnreadableItem(string Reason) : IFrameItem, INeverSent;
