using System.Globalization;

namespace Coordinator.Bench.Load;

/// <summary>Work of a service that keeps its state, and the outcomes of its local transactions, in its own database.</summary>
/// <param name="Number">Number of the service's life. Each restart begins another one.</param>
/// <param name="InFlight">Largest number of transactions under way at the same time.</param>
/// <param name="Rate">Transactions that the service begins each second.</param>
/// <param name="Database">Connection string of its PostgreSQL database.</param>
internal sealed record ServicePlan(int Number, int InFlight, double Rate, string Database)
{
    /// <summary>Gets the plan as command line arguments of a process.</summary>
    public IEnumerable<string> Arguments =>
    [
        "--number", Text(Number),
        "--in-flight", Text(InFlight),
        "--rate", Text(Rate),
        "--database", Database,
    ];

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
