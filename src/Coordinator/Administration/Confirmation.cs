using System.Globalization;
using Coordinator.Common;

namespace Coordinator.Administration;

/// <summary>
/// Confirmation of a loss: it is valid for one group or topic, as it was when the loss was told. Messages that were committed since do not count, because
/// a group that is gone gets none of them.
/// </summary>
/// <param name="Messages">Number of messages that would be lost.</param>
/// <param name="End">Number of messages that the queues have had.</param>
/// <param name="DeadLetters">Number of dead letters that would be lost.</param>
/// <param name="Of">What would be deleted, with everything that must not change.</param>
internal sealed record Confirmation(long Messages, long End, long DeadLetters, string Of)
{
    /// <summary>True when a text confirms a loss that is no smaller than this one.</summary>
    public bool IsGivenBy(string? text)
    {
        if (text?.Split('-') is not [var messages, var end, var letters, var hash] || hash != Hash)
            return false;
        return long.TryParse(messages, CultureInfo.InvariantCulture, out var shown)
            && long.TryParse(end, CultureInfo.InvariantCulture, out var endThen)
            && long.TryParse(letters, CultureInfo.InvariantCulture, out var lettersThen)
            && endThen <= End
            && Messages <= shown + (End - endThen)
            && DeadLetters <= lettersThen;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Messages}-{End}-{DeadLetters}-{Hash}");

    private string Hash => StableHash.Of(Of).ToString("x16", CultureInfo.InvariantCulture);
}
