using System.Globalization;
using System.Text.Json;

namespace Coordinator.Delivery.Common;

/// <summary>Cause for which a message waits, as data. What the cause has not is <c>null</c>.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Offset">Offset of the message, or of the first one that was not read.</param>
/// <param name="Messages">Number of messages that wait for this cause from that offset on: 1, or all that were not read.</param>
/// <param name="Key">Hash of the ordering key; 0 for none.</param>
/// <param name="Attempt">Number of deliveries so far.</param>
/// <param name="Behind">Offset of the message that has the ordering key.</param>
/// <param name="Until">Time at which the cause ends at the latest.</param>
/// <param name="Limit">Limit that is reached.</param>
/// <param name="Detail">The member that has the message, or the reason of the last failure.</param>
internal sealed record WaitDescription(
    WaitCause Cause,
    long Offset,
    long Messages = 1,
    ulong Key = 0,
    int Attempt = 0,
    long? Behind = null,
    DateTimeOffset? Until = null,
    int? Limit = null,
    string? Detail = null)
{
    /// <summary>Name of the cause in views and metrics.</summary>
    public string Name => NameOf(Cause);

    /// <summary>The hash of the ordering key as text; <c>null</c> for none.</summary>
    public string? KeyHash => Key == 0 ? null : Key.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The cause in words.</summary>
    public string Words => Cause switch
    {
        WaitCause.Delay => $"its producer delayed it until {Time}",
        WaitCause.BackOff => $"in back-off after delivery {Attempt} until {Time}{(Detail is null ? "" : $": {Detail}")}",
        WaitCause.Key => $"behind offset {Behind} of its ordering key (hash {KeyHash})",
        WaitCause.Lease => $"with {Detail} as delivery {Attempt}, whose lease ends at {Time} unless the handler renews it",
        WaitCause.DeadLetter => "its dead letter is being written",
        WaitCause.NoMember => "no connected member asks for it",
        WaitCause.NoRoom => $"members have {Limit} deliveries, as many as they take at once; the first lease ends at {Time}",
        WaitCause.Limit => $"{Limit} messages of the group wait already, as many as may (delivery.maxPending)",
        WaitCause.Ready => "about to be handed over",
        _ => throw new InvalidOperationException($"The cause {Cause} is unknown."),
    };

    /// <inheritdoc cref="Name" />
    public static string NameOf(WaitCause cause) => JsonNamingPolicy.CamelCase.ConvertName(cause.ToString());

    private string Time => Until?.ToString("O", CultureInfo.InvariantCulture) ?? "an unknown time";
}
