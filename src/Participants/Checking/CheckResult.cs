using Coordinator.Contracts.Checking;

namespace Coordinator.Participants.Checking;

/// <summary>Result of a checker. There is no "not found": see <see cref="RolledBack" />.</summary>
/// <remarks>A checker that cannot find out, for example without its database, throws. The coordinator asks again later.</remarks>
public sealed record CheckResult
{
    private static readonly CheckResult CommittedResult = new(CheckVerdict.Committed, null);
    private static readonly CheckResult RolledBackResult = new(CheckVerdict.RolledBack, null);

    private static readonly CheckResult PurgedResult = new(CheckVerdict.Purged, "outcomes of that time are purged in the service's database");

    private CheckResult(CheckVerdict verdict, string? detail) => (Verdict, Detail) = (verdict, detail);

    /// <summary>The verdict that the coordinator gets.</summary>
    public CheckVerdict Verdict { get; }

    /// <summary>Text for people, kept in the timeline of the transaction. <c>null</c>: none.</summary>
    public string? Detail { get; }

    /// <summary>The local transaction is committed for ever.</summary>
    public static CheckResult Committed() => CommittedResult;

    /// <summary>
    /// The local transaction did not happen <em>and never will</em>. A record that is only missing is no reason to say this: a slow local
    /// transaction may commit a moment later. Fence it first (<c>IOutcomeStore</c> does), or answer <see cref="InProgress" />.
    /// </summary>
    public static CheckResult RolledBack() => RolledBackResult;

    /// <summary>The local transaction is open, or may be. The coordinator asks again later.</summary>
    /// <param name="detail">Text for people, at most 1,024 characters. Default: none.</param>
    public static CheckResult InProgress(string? detail = null) => new(CheckVerdict.InProgress, detail);

    /// <summary>
    /// Outcomes of the transaction's time are purged, so nobody knows its outcome. The coordinator parks it for an operator.
    /// </summary>
    public static CheckResult Purged() => PurgedResult;

    /// <summary>The checker threw, took too long, or was not asked. Checkers cannot say this: they throw.</summary>
    internal static CheckResult Failed(string detail) => new(CheckVerdict.Failed, detail);
}
