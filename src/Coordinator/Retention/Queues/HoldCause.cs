namespace Coordinator.Retention.Queues;

/// <summary>Cause for which a queue keeps an entry that is past its retention. Its name is that in the metric.</summary>
internal enum HoldCause
{
    /// <summary>A consumer group has not settled it.</summary>
    Group,

    /// <summary>Its transaction is committed and not complete, so its append may be repeated.</summary>
    Transaction,

    /// <summary>The schedule may move it again.</summary>
    Schedule,

    /// <summary>A dead letter has no copy of it.</summary>
    DeadLetter,

    /// <summary>Something could not be read, or changed meanwhile.</summary>
    Unknown,
}
