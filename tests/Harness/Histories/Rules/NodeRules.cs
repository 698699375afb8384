namespace Coordinator.Harness.Histories.Rules;

/// <summary>A node ends by itself only when it was cut off or held up, or when so many others were gone that it was in the minority.</summary>
internal static class NodeRules
{
    // The failure detector, the split brain resolver, and the end of what runs.
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(60);

    // Two of three nodes.
    private const int Majority = 2;

    public static IEnumerable<Violation> Ended(RunHistory history)
    {
        var all = Disturbances.Faults(history, _ => Aftermath).ToArray();
        foreach (var stopped in history.Of<Stopped>())
        {
            var faults = all.Where(fault => fault.Struck.At <= stopped.At && fault.Until >= stopped.At).Select(fault => fault.Struck).ToArray();
            if (faults.Any(fault => fault.EndsNodes) || faults.Count(fault => fault.Target.Contains("node", StringComparison.Ordinal)) >= Majority)
                continue;
            yield return new Violation(
                Promise.NodesStay,
                $"{stopped.Node} ended with exit code {stopped.ExitCode}, and {(faults.Length == 0 ? "nothing had happened to it" : $"{string.Join(", ", faults.Select(fault => fault.Kind))} is no reason to")}.");
        }
    }
}
