using System.Globalization;

namespace Coordinator.Bench.Load;

/// <summary>What one producer process does.</summary>
/// <param name="Number">Which of the producers it is.</param>
/// <param name="InFlight">How many transactions it has under way at the same time, at most.</param>
/// <param name="Size">Bytes of a message's body.</param>
/// <param name="Rate">Transactions a second, in an open loop; <c>null</c> for a closed one.</param>
/// <param name="Unknown">The share of transactions after whose Prepare it falls silent, so that a check must find out.</param>
/// <param name="Rollback">The share of transactions that it rolls back.</param>
/// <param name="KeepsSamples">Whether it writes its latencies down one by one.</param>
internal sealed record ProducerPlan(
    int Number, int InFlight, int Size, double? Rate, double Unknown, double Rollback, bool KeepsSamples = false)
{
    /// <summary>As the command line of a process says it.</summary>
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
