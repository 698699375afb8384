using System.Data.Common;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Common;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Inbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Consuming;

/// <summary>Options of one subscription.</summary>
public sealed class ConsumerOptions
{
    /// <summary>Largest <see cref="Concurrency" />.</summary>
    public const int MaxConcurrency = 1024;

    private static readonly TimeSpan MaxRenewLeaseFor = TimeSpan.FromHours(24);
    private static readonly TimeSpan MaxPurgeInterval = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxKeepAtLeast = TimeSpan.FromDays(10_000);

    /// <summary>
    /// Start of a group that the topic does not know yet. It has no effect on a known group. Default: the end, so the group gets only
    /// later commits.
    /// </summary>
    public StartPosition StartFrom { get; set; } = StartPosition.FromEnd;

    /// <summary>Most handlers that run at the same time, 1 to 1,024. Default: 8.</summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>
    /// Most unacknowledged messages at this process, <see cref="Concurrency" /> to 65,536.
    /// Default (<c>null</c>): four times the concurrency.
    /// </summary>
    public int? MaxInFlight { get; set; }

    /// <summary>
    /// Time after which an unacknowledged message is delivered again when this process is not heard of, 1 second to 12 hours. It is
    /// renewed while a handler runs. A message that waits for a free handler as long is handed back, which costs no attempt.
    /// Default (<c>null</c>): the coordinator's <c>delivery.lease</c>.
    /// </summary>
    public TimeSpan? Lease { get; set; }

    /// <summary>
    /// Longest time for which the lease of a running handler is renewed, zero to 24 hours. A handler that runs longer is taken for stuck:
    /// its message is delivered again, which counts as a failed attempt. Default: 15 minutes.
    /// </summary>
    public TimeSpan RenewLeaseFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Tags of the wanted messages, at most 64. Members of a group may use different tags: each gets its own. The group keeps messages with
    /// tags of members that left for the coordinator's <c>delivery.filterKeep</c>. Default: empty, which selects all messages.
    /// </summary>
    public IReadOnlyCollection<string> Tags { get; set; } = [];

    /// <summary>
    /// Time between two purges of the inbox, at most 1 day, and zero for none. A purge deletes the rows of messages that never come again, as the
    /// coordinator tells. It needs a consumer with an inbox, see <see cref="PurgeInbox" />. Default: 1 minute.
    /// </summary>
    public TimeSpan PurgeInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Time for which an inbox row stays, by the clock of its database, 0 to 10,000 days. It stays longer while its message may come again.
    /// Default: 7 days. A coordinator that is restored from a backup of that age delivers nothing whose row is gone.
    /// </summary>
    public TimeSpan KeepAtLeast { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Lets the library purge the inbox of handlers that use an <see cref="InboxStore" /> themselves, and creates its tables at start. Consumers with
    /// a database have this already.
    /// </summary>
    /// <param name="dialect">SQL dialect of the database.</param>
    /// <param name="connect">Makes a new connection to the database of the inbox.</param>
    public void PurgeInbox(SqlDialect dialect, Func<DbConnection> connect)
    {
        ArgumentNullException.ThrowIfNull(connect);
        Inbox = new InboxDatabase(dialect, connect);
    }

    /// <summary>Reads options from a section of the configuration. Other options keep their values.</summary>
    /// <param name="section">
    /// The section. Its keys are the names of the properties, and durations are written as <c>00:00:10</c>. For the start see
    /// <see cref="StartPosition" />.
    /// </param>
    /// <exception cref="OptionsValidationException">
    /// Values cannot be read. The error names the key, the value and the allowed values of each.
    /// </exception>
    public void ReadFrom(IConfiguration section) => ConfigurationReader.Read(section, this);

    /// <summary>Inbox to purge; <c>null</c> for none.</summary>
    internal InboxDatabase? Inbox { get; set; }

    internal int Room => MaxInFlight ?? Math.Min(4 * Concurrency, Subscribe.MaxInFlightLimit);

    internal IEnumerable<string> Problems(string key)
    {
        if (StartFrom is null)
            yield return $"{key}.StartFrom must be a StartPosition, but is null.";
        if (AllowedRange.Problem($"{key}.Concurrency", Concurrency, 1, MaxConcurrency) is { } concurrency)
            yield return concurrency;
        else if (MaxInFlight is { } room && (room < Concurrency || room > Subscribe.MaxInFlightLimit))
            yield return $"{key}.MaxInFlight must be between {Concurrency} (Concurrency) and {Subscribe.MaxInFlightLimit}, but is {room}.";
        if (Lease is { } time && AllowedRange.Problem($"{key}.Lease", time, Subscribe.LeaseRange.Min, Subscribe.LeaseRange.Max) is { } lease)
            yield return lease;
        if (AllowedRange.Problem($"{key}.RenewLeaseFor", RenewLeaseFor, TimeSpan.Zero, MaxRenewLeaseFor) is { } renewal)
            yield return renewal;
        if (AllowedRange.Problem($"{key}.PurgeInterval", PurgeInterval, TimeSpan.Zero, MaxPurgeInterval) is { } interval)
            yield return interval;
        if (AllowedRange.Problem($"{key}.KeepAtLeast", KeepAtLeast, TimeSpan.Zero, MaxKeepAtLeast) is { } keep)
            yield return keep;
        if (Tags is null || Tags.Any(string.IsNullOrEmpty))
            yield return $"{key}.Tags must not have an empty tag. Leave the tags out to get all messages.";
        else if (Subscribe.TagsProblem(Tags) is { } tags)
            yield return $"{key}.Tags: {tags}";
    }
}
