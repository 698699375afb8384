using Coordinator.Delivery.Common;

namespace Coordinator.Administration;

/// <summary>Cause for which a message of a group waits. What the cause has not is <c>null</c>.</summary>
/// <param name="Cause">The cause: <c>delay</c>, <c>backOff</c>, <c>key</c>, <c>lease</c>, <c>deadLetter</c>, <c>noMember</c>, <c>noRoom</c>, <c>limit</c> or <c>ready</c>.</param>
/// <param name="Words">The cause in words.</param>
/// <param name="Offset">Offset of the message, or of the first one that was not read.</param>
/// <param name="Messages">Number of messages: 1, or all that were not read.</param>
/// <param name="KeyHash">Hash of the ordering key.</param>
/// <param name="Attempt">Number of deliveries so far.</param>
/// <param name="Behind">Offset of the message that has the ordering key.</param>
/// <param name="Until">Time at which the cause ends at the latest.</param>
/// <param name="Limit">Limit that is reached.</param>
internal sealed record WaitView(
    string Cause, string Words, long Offset, long Messages, string? KeyHash, int Attempt, long? Behind, DateTimeOffset? Until, int? Limit)
{
    public static WaitView Of(WaitDescription wait) => new(
        wait.Name,
        wait.Words,
        wait.Offset,
        wait.Messages,
        wait.KeyHash,
        wait.Attempt,
        wait.Behind,
        wait.Until,
        wait.Limit);
}
