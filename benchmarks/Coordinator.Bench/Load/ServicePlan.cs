using System.Globalization;
using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Load;

/// <summary>Work of a service that keeps its state, and the outcomes of its local transactions, in its own database.</summary>
/// <param name="Number">Number of the service's life. Each restart begins another one.</param>
/// <param name="InFlight">Largest number of transactions under way at the same time.</param>
/// <param name="Rate">Transactions that the service begins each second.</param>
/// <param name="Database">Its database.</param>
/// <param name="Keep">Time for which outcomes and messages are kept; <c>null</c> for the defaults of the library.</param>
internal sealed record ServicePlan(int Number, int InFlight, double Rate, ServiceDatabase Database, TimeSpan? Keep = null)
{
    /// <summary>Gets the plan as command line arguments of a process.</summary>
    public IEnumerable<string> Arguments =>
    [
        "--number", Text(Number),
        "--in-flight", Text(InFlight),
        "--rate", Text(Rate),
        .. Database.Arguments,
        .. Keep is { } keep ? (string[])["--keep-seconds", Text(keep.TotalSeconds)] : [],
    ];

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
