using System.Globalization;

namespace Coordinator.Bench.Load;

/// <summary>Work of a producer that prepares transactions, sends nothing more, and later answers checks.</summary>
/// <param name="Number">Number of the producer.</param>
/// <param name="Count">Number of transactions that it prepares.</param>
/// <param name="InFlight">Number of transactions that it prepares at the same time.</param>
/// <param name="Answer">Time that the answer to a check takes, such as a query of a database.</param>
/// <param name="RollbackEvery">Every transaction of this number is rolled back, beginning with the first; 0 for none.</param>
/// <param name="Undecided">Whether all checks are answered "in progress", so that the coordinator parks the transactions.</param>
internal sealed record HangingPlan(int Number, int Count, int InFlight, TimeSpan Answer, int RollbackEvery = 0, bool Undecided = false)
{
    /// <summary>Gets the plan as command line arguments of a process.</summary>
    public IEnumerable<string> Arguments =>
    [
        "--number", Text(Number),
        "--count", Text(Count),
        "--in-flight", Text(InFlight),
        "--answer-ms", Text(Answer.TotalMilliseconds),
        "--rollback-every", Text(RollbackEvery),
        "--undecided", Undecided ? "true" : "false",
    ];

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
