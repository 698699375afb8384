using Coordinator.Contracts.Checking;

namespace Coordinator.Participants.Checking;

/// <summary>What a checker found out about a local transaction. There is no "not found": see <see cref="RolledBack" />.</summary>
/// <remarks>A checker that cannot find out (its database is away, say) throws; the coordinator asks again later.</remarks>
public sealed record CheckResult
{
    private static readonly CheckResult CommittedResult = new(CheckVerdict.Committed, null);
    private static readonly CheckResult RolledBackResult = new(CheckVerdict.RolledBack, null);

    private CheckResult(CheckVerdict verdict, string? detail) => (Verdict, Detail) = (verdict, detail);

    /// <summary>The verdict that goes to the coordinator.</summary>
    public CheckVerdict Verdict { get; }

    /// <summary>For people: kept in the transaction's timeline. <c>null</c>: nothing to add.</summary>
    public string? Detail { get; }

    /// <summary>The local transaction is committed, for ever.</summary>
    public static CheckResult Committed() => CommittedResult;

    /// <summary>
    /// The local transaction did not happen <em>and never will</em>. A record that is merely missing is no reason to say this:
    /// the local transaction may be slow, and commit a moment later. Fence it first (<c>IOutcomeStore</c> does), or
    /// answer <see cref="InProgress" />.
    /// </summary>
    public static CheckResult RolledBack() => RolledBackResult;

    /// <summary>The local transaction is open, or may be. The coordinator asks again later.</summary>
    /// <param name="detail">For people, at most 1,024 characters. Default: none.</param>
    public static CheckResult InProgress(string? detail = null) => new(CheckVerdict.InProgress, detail);
}
