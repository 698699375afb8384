using System.Globalization;
using Coordinator.Harness.Attacks.Targets;

namespace Coordinator.Security.Tests.Targets;

/// <summary>Metrics of all nodes of a target, as Prometheus reads them.</summary>
internal static class Metrics
{
    /// <summary>Sum over all nodes and all lines that begin with a name and contain a label.</summary>
    public static async Task<double> SumAsync(Target target, string name, string label = "")
    {
        using var http = new HttpClient();
        var sum = 0.0;
        foreach (var node in target.Nodes)
        {
            var lines = (await http.GetStringAsync(new Uri(node.Http, "/metrics"))).Split('\n');
            sum += lines.Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal)).Sum(ValueOf);
        }

        return sum;
    }

    // name{labels} value [timestamp]
    private static double ValueOf(string line) =>
        double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
}
