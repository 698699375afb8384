using System.Data.Common;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
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

    /// <summary>Largest <see cref="BatchSize" />.</summary>
    public const int MaxBatchSize = 1_000;

    private const int MaxRetryDelays = 64;
    private const int MostAttempts = 1_000;

    private static readonly (TimeSpan Min, TimeSpan Max) BatchWaitRange = (TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30));
    private static readonly TimeSpan MaxRenewLeaseFor = TimeSpan.FromHours(24);
    private static readonly TimeSpan MaxPurgeInterval = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxKeepAtLeast = TimeSpan.FromDays(10_000);

    private readonly List<Type> _neverRetried = [];

    /// <summary>
    /// Start of a group that the topic does not know yet. It has no effect on a known group. Default: the end, so the group gets only
    /// later commits.
    /// </summary>
    public StartPosition StartFrom { get; set; } = StartPosition.FromEnd;

    /// <summary>Most handlers that run at the same time, 1 to 1,024. Each may have a batch. Default: 8.</summary>
    public int Concurrency { get; set; } = 8;

    /// <summary>
    /// Most unacknowledged messages at this process, <see cref="Concurrency" /> to 65,536, and for batches at least as many as their handlers
    /// have. Default (<c>null</c>): four times as many as handlers have.
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
    /// Delays after the first, second, ... delivery that failed, each zero to 40 days, at most 64. The last one repeats. Up to a tenth is added. A handler
    /// that names a delay gets that one. Default: empty, which is the coordinator's <c>delivery.retryLevels</c>.
    /// </summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; set; } = [];

    /// <summary>
    /// Number of the delivery, 1 to 1,000, for batches 2 or more, whose failure makes the message a dead letter. All deliveries count, also those that a stop or a lost
    /// session has ended, and those before the replay of a dead letter. Default (<c>null</c>): no limit here. The coordinator's
    /// <c>delivery.maxAttempts</c> counts failures only, and holds in any case.
    /// </summary>
    public int? MaxAttempts { get; set; }

    /// <summary>
    /// Treatment of messages whose type has no handler in a typed consumer. Default: <see cref="UnknownTypes.Reject" />.
    /// </summary>
    public UnknownTypes UnknownTypes { get; set; } = UnknownTypes.Reject;

    /// <summary>
    /// Most messages of a batch, 1 to 1,000, for consumers of batches. <see cref="Concurrency" /> times this is at most 65,536. Default: 100.
    /// </summary>
    public int BatchSize { get; set; } = 100;

    /// <summary>
    /// Most time that the first message of a batch waits for further ones, 1 millisecond to 30 seconds, while a handler is free. Default:
    /// 100 milliseconds.
    /// </summary>
    public TimeSpan BatchWait { get; set; } = TimeSpan.FromMilliseconds(100);

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
        var inbox = new InboxDatabase(dialect, connect);
        Inbox = _ => inbox;
    }

    /// <summary>
    /// Runs typed handlers within a database transaction with the inbox rows of their messages, so that a redelivery has no second effect. The row
    /// comes first, then the handler, and the library commits both. The tables are created at start, and purged.
    /// </summary>
    /// <param name="dialect">SQL dialect of the database.</param>
    /// <param name="connect">Makes a new connection to the database.</param>
    public void UseInbox(SqlDialect dialect, Func<DbConnection> connect)
    {
        ArgumentNullException.ThrowIfNull(connect);
        var inbox = new InboxDatabase(dialect, connect);
        var scope = new SqlInboxScope(inbox);
        (Inbox, InboxScope) = (_ => inbox, _ => scope);
    }

    /// <summary>
    /// Runs typed handlers within a transaction that is made of the services of their scope. The tables must exist. Call
    /// <see cref="PurgeInbox" /> too, which creates and purges them.
    /// </summary>
    /// <param name="scope">Makes the transaction, once for each message or batch, of the services that its handler has.</param>
    public void UseInbox(Func<IServiceProvider, IInboxScope> scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        InboxScope = scope;
    }

    /// <summary>
    /// Makes messages dead letters at once whose handler throws such an exception, or one derived from it. It may be called for several types.
    /// </summary>
    public ConsumerOptions NeverRetry<TException>() where TException : Exception
    {
        _neverRetried.Add(typeof(TException));
        return this;
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

    /// <summary>Makes the inbox to purge, of the services of the host; <c>null</c> for none.</summary>
    internal Func<IServiceProvider, InboxDatabase>? Inbox { get; set; }

    /// <summary>Makes the transaction of the inbox for typed handlers; <c>null</c> for none.</summary>
    internal Func<IServiceProvider, IInboxScope>? InboxScope { get; set; }

    /// <summary>True for a consumer of batches.</summary>
    internal bool IsBatch { get; set; }

    /// <summary>Most messages that handlers have at the same time.</summary>
    internal int Places => IsBatch ? Concurrency * BatchSize : Concurrency;

    internal int Room => MaxInFlight ?? Math.Min(4 * Places, Subscribe.MaxInFlightLimit);

    internal static ConsumerOptions Of(Action<ConsumerOptions>? configure)
    {
        var options = new ConsumerOptions();
        configure?.Invoke(options);
        return options;
    }

    internal bool IsNeverRetried(Exception error) => _neverRetried.Any(type => type.IsInstanceOfType(error));

    internal IEnumerable<string> Problems(string key)
    {
        if (StartFrom is null)
            yield return $"{key}.StartFrom must be a StartPosition, but is null.";
        if (AllowedRange.Problem($"{key}.Concurrency", Concurrency, 1, MaxConcurrency) is { } concurrency)
            yield return concurrency;
        else if (BatchProblem(key) is { } batch)
            yield return batch;
        else if (MaxInFlight is { } room && (room < Places || room > Subscribe.MaxInFlightLimit))
            yield return $"{key}.MaxInFlight must be between {Places} ({(IsBatch ? "Concurrency times BatchSize" : "Concurrency")}) and {Subscribe.MaxInFlightLimit}, but is {room}.";
        if (Lease is { } time && AllowedRange.Problem($"{key}.Lease", time, Subscribe.LeaseRange.Min, Subscribe.LeaseRange.Max) is { } lease)
            yield return lease;
        if (AllowedRange.Problem($"{key}.RenewLeaseFor", RenewLeaseFor, TimeSpan.Zero, MaxRenewLeaseFor) is { } renewal)
            yield return renewal;
        if (AllowedRange.Problem($"{key}.PurgeInterval", PurgeInterval, TimeSpan.Zero, MaxPurgeInterval) is { } interval)
            yield return interval;
        if (AllowedRange.Problem($"{key}.KeepAtLeast", KeepAtLeast, TimeSpan.Zero, MaxKeepAtLeast) is { } keep)
            yield return keep;
        foreach (var retry in RetryProblems(key))
            yield return retry;
        if (Tags is null || Tags.Any(string.IsNullOrEmpty))
            yield return $"{key}.Tags must not have an empty tag. Leave the tags out to get all messages.";
        else if (Subscribe.TagsProblem(Tags) is { } tags)
            yield return $"{key}.Tags: {tags}";
    }

    private string? BatchProblem(string key) => !IsBatch
        ? null
        : AllowedRange.Problem($"{key}.BatchSize", BatchSize, 1, MaxBatchSize)
        ?? AllowedRange.Problem($"{key}.Concurrency times BatchSize", Places, 1, Subscribe.MaxInFlightLimit)
        ?? AllowedRange.Problem($"{key}.BatchWait", BatchWait, BatchWaitRange.Min, BatchWaitRange.Max);

    private IEnumerable<string> RetryProblems(string key)
    {
        // The first attempt of a message in a batch may fail because of another one.
        var fewest = IsBatch ? 2 : 1;
        if (MaxAttempts is { } most && AllowedRange.Problem($"{key}.MaxAttempts", most, fewest, MostAttempts) is { } attempts)
            yield return attempts;
        if (!Enum.IsDefined(UnknownTypes))
            yield return $"{key}.UnknownTypes must be Reject or Ignore, but is {(int)UnknownTypes}.";
        if (RetryDelays is null || RetryDelays.Count > MaxRetryDelays)
            yield return $"{key}.RetryDelays must have at most {MaxRetryDelays} delays, but {(RetryDelays is null ? "is null" : $"has {RetryDelays.Count}")}.";
        foreach (var (number, delay) in (RetryDelays ?? []).Index())
        {
            if (AllowedRange.Problem($"{key}.RetryDelays[{number}]", delay, TimeSpan.Zero, MessageLimits.MaxDelay) is { } problem)
                yield return problem;
        }
    }
}
