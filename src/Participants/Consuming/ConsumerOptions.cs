using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Consuming;

/// <summary>How one subscription consumes.</summary>
public sealed class ConsumerOptions
{
    /// <summary>The most handlers that run at the same time.</summary>
    public const int MaxConcurrency = 1024;

    /// <summary>
    /// Where a group that the topic does not know yet begins. No effect on a known group. Default: at the end, so that only later
    /// commits are seen.
    /// </summary>
    public StartPosition StartFrom { get; set; } = StartPosition.FromEnd;

    /// <summary>How many handlers run at the same time, 1 to 1,024. Default: 8.</summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>
    /// How many unacknowledged messages this process has room for, <see cref="Concurrency" /> to 65,536.
    /// Default (<c>null</c>): four times the concurrency.
    /// </summary>
    public int? MaxInFlight { get; set; }

    /// <summary>
    /// How long a message may stay unacknowledged before it is delivered again, 1 second to 12 hours; it must cover the wait for
    /// a
    /// free handler. Default (<c>null</c>): the coordinator's.
    /// </summary>
    public TimeSpan? Lease { get; set; }

    /// <summary>
    /// Only messages with one of these tags. All members of a group should ask for the same. Default: empty, all messages.
    /// </summary>
    public IReadOnlyCollection<string> Tags { get; set; } = [];

    /// <summary>Takes over what a section of the configuration says, such as one of <c>appsettings.json</c>; the rest stays.</summary>
    /// <param name="section">
    /// Its keys are the names of the properties; durations are written as <c>00:00:10</c>, see also <see cref="StartPosition" />.
    /// </param>
    /// <exception cref="OptionsValidationException">
    /// Values cannot be read: of each the key, the value, and what is allowed.
    /// </exception>
    public void ReadFrom(IConfiguration section) => ConfigurationReader.Read(section, this);

    internal int Room => MaxInFlight ?? Math.Min(4 * Concurrency, Subscribe.MaxInFlightLimit);

    internal IEnumerable<string> Problems(string key)
    {
        if (StartFrom is null)
            yield return $"{key}.StartFrom is null; a StartPosition is required.";
        if (Concurrency is < 1 or > MaxConcurrency)
            yield return $"{key}.Concurrency is {Concurrency}; 1 to {MaxConcurrency} are allowed.";
        else if (MaxInFlight is { } room && (room < Concurrency || room > Subscribe.MaxInFlightLimit))
            yield return $"{key}.MaxInFlight is {room}; {Concurrency} (Concurrency) to {Subscribe.MaxInFlightLimit} are allowed.";
        if (Lease is { } lease && (lease < Subscribe.LeaseRange.Min || lease > Subscribe.LeaseRange.Max))
            yield return $"{key}.Lease is {lease}; {Subscribe.LeaseRange.Min} to {Subscribe.LeaseRange.Max} are allowed.";
        if (Tags is null || Tags.Any(string.IsNullOrEmpty))
            yield return $"{key}.Tags has an empty tag; leave the tags out for all messages.";
    }
}
