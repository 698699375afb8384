namespace Coordinator.Participants.Fence;

/// <summary>Answer of the coordinator to a hand-over of stored messages.</summary>
/// <param name="Stored">The messages.</param>
/// <param name="Epoch">Epoch of the coordinator that answered.</param>
/// <param name="Refusal">Why it refused them; <c>null</c>: it has taken them.</param>
internal sealed record HandOverAnswer(KeptMessages Stored, long Epoch, string? Refusal);
