using System.Text.Json;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Harness.Waiting;

namespace Coordinator.Fuzz.Running;

/// <summary>Requires that nothing is left of a run: no connection, and no session but that of the innocent participant.</summary>
internal static class Leftovers
{
    private const string OpenConnections = "coordinator_connections_open";

    /// <exception cref="BrokenPromiseException">Something is left.</exception>
    public static async Task RequireNoneAsync(Target target)
    {
        var left = "";
        try
        {
            await Eventually.TrueAsync(async () => (left = await FindAsync(target)).Length == 0, () => left, Bounds.CleanUp);
        }
        catch (TimeoutException)
        {
            throw new BrokenPromiseException($"{left} {Bounds.CleanUp.TotalSeconds} s after the last script.");
        }
    }

    private static async Task<string> FindAsync(Target target)
    {
        using var http = new HttpClient();
        var (connections, sessions) = (0.0, 0);
        foreach (var node in target.Nodes)
        {
            connections += Metric(await http.GetStringAsync(new Uri(node.Http, "/metrics")));
            using var list = JsonDocument.Parse(await http.GetStringAsync(new Uri(node.Http, "/sessions")));
            sessions += list.RootElement.GetProperty("sessions").GetArrayLength();
        }

        return connections == 1 && sessions == 1 ? "" : $"{connections} connections and {sessions} sessions are open";
    }

    private static double Metric(string metrics) => metrics.Split('\n')
        .Where(line => line.StartsWith(OpenConnections, StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
}
