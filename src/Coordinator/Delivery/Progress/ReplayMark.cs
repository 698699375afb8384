namespace Coordinator.Delivery.Progress;

/// <summary>Last letter of a replay that a queue has put back. It is saved together with the messages, so that it is exact.</summary>
/// <param name="Replay">Number of the replay.</param>
/// <param name="Number">Number of the letter. The queue has decided about all letters of the replay up to it.</param>
internal sealed record ReplayMark(long Replay, long Number)
{
    /// <summary>True when the queue has decided about the letter already.</summary>
    public bool Covers(long replay, long number) => replay < Replay || (replay == Replay && number <= Number);
}
