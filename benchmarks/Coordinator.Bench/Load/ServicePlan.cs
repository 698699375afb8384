using System.Globalization;

namespace Coordinator.Bench.Load;

/// <summary>A service that keeps its state, and the outcomes of its local transactions, in a database of its own.</summary>
/// <param name="Number">Which of its lives this is.</param>
/// <param name="InFlight">How many transactions it has under way at the same time, at most.</param>
/// <param name="Rate">How many it begins a second.</param>
/// <param name="Database">The connection string of its PostgreSQL database.</param>
internal sealed record ServicePlan(int Number, int InFlight, double Rate, string Database)
{
    /// <summary>As the command line of a process says it.</summary>
    public IEnumerable<string> Arguments =>
    [
        "--number", Text(Number),
        "--in-flight", Text(InFlight),
        "--rate", Text(Rate),
        "--database", Database,
    ];

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
