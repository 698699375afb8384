namespace Coordinator.Contracts.Sessions;

/// <summary>Size at which a frame is full and leaves without waiting for more items.</summary>
/// <param name="Items">Most items of one frame.</param>
/// <param name="Bytes">Most bytes of a frame with several items. A single item may be larger.</param>
internal readonly record struct FrameLimits(int Items, int Bytes);
