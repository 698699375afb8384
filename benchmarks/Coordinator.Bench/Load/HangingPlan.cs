using System.Globalization;

namespace Coordinator.Bench.Load;

/// <summary>What a producer does that prepares, falls silent, and later answers checks.</summary>
/// <param name="Number">Which of the producers it is.</param>
/// <param name="Count">How many transactions it prepares.</param>
/// <param name="InFlight">How many of them at the same time.</param>
/// <param name="Answer">How long the answer to a check takes: a look into a database, say.</param>
/// <param name="RollbackEvery">Every so many is rolled back, from the first on; 0: none.</param>
internal sealed record HangingPlan(int Number, int Count, int InFlight, TimeSpan Answer, int RollbackEvery = 0)
{
    /// <summary>As the command line of a process says it.</summary>
    public IEnumerable<string> Arguments =>
    [
        "--number", Text(Number),
        "--count", Text(Count),
        "--in-flight", Text(InFlight),
        "--answer-ms", Text(Answer.TotalMilliseconds),
        "--rollback-every", Text(RollbackEvery),
    ];

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
