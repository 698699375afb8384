using System.Globalization;

namespace Coordinator.Bench.Load;

/// <summary>Work of one producer process.</summary>
/// <param name="Number">Number of the producer.</param>
/// <param name="InFlight">Largest number of transactions under way at the same time.</param>
/// <param name="Size">Bytes of a message's body.</param>
/// <param name="Rate">Transactions a second, in an open loop; <c>null</c> for a closed one.</param>
/// <param name="Unknown">
/// Share of transactions for which the producer sends nothing after the Prepare, so that the coordinator has to check.
/// </param>
/// <param name="Rollback">Share of transactions that the producer rolls back.</param>
/// <param name="KeepsSamples">Whether the process writes each latency to a file.</param>
internal sealed record ProducerPlan(
    int Number, int InFlight, int Size, double? Rate, double Unknown, double Rollback, bool KeepsSamples = false)
{
    /// <summary>Gets the plan as command line arguments of a process.</summary>
    public IEnumerable<string> Arguments
    {
        get
        {
            string[] arguments =
            [
                "--number", Text(Number),
                "--in-flight", Text(InFlight),
                "--size", Text(Size),
                "--unknown", Text(Unknown),
                "--rollback", Text(Rollback),
                "--samples", KeepsSamples ? "true" : "false",
            ];
            return Rate is { } rate ? [.. arguments, "--rate", Text(rate)] : arguments;
        }
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
