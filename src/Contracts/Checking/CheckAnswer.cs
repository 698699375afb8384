namespace Coordinator.Contracts.Checking;

/// <summary>The answer to a <see cref="CheckTransaction" />.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Group">The group that was asked.</param>
/// <param name="Number">The number of the check that is answered.</param>
/// <param name="Verdict">What became of the local transaction.</param>
/// <param name="Detail">For people, at most 1,024 characters; the error where there was one. Default: none.</param>
public sealed record CheckAnswer(
    TransactionId Id,
    ProducerGroup Group,
    int Number,
    CheckVerdict Verdict,
    string? Detail = null) : IFrameItem;

/// <summary>
/// What an instance can know. There is no "not found": whoever has not seen the transaction fences it first, then answers.
/// </summary>
public enum CheckVerdict
{
    /// <summary>The local transaction is committed, for ever.</summary>
    Committed = 1,

    /// <summary>The local transaction did not happen, and is fenced: it never will.</summary>
    RolledBack = 2,

    /// <summary>It is still open. Ask again later.</summary>
    InProgress = 3,

    /// <summary>The instance could not find out (its database is away, say). Ask again later; not counted as an answer.</summary>
    Failed = 4,
}
