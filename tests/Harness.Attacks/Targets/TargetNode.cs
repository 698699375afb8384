using System.Diagnostics;
using System.Globalization;
using System.Net;
using Coordinator.Harness.Processes;

namespace Coordinator.Harness.Attacks.Targets;

/// <summary>Node of a coordinator that is attacked.</summary>
internal sealed class TargetNode : IAsyncDisposable
{
    private readonly CoordinatorProcess _process;

    private TargetNode(CoordinatorProcess process, string log, int? nodePort)
    {
        _process = process;
        Log = log;
        NodeAddress = nodePort is { } port ? string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}") : null;
    }

    /// <summary>Address for participants.</summary>
    public string ContactPoint => _process.ContactPoint;

    /// <summary>Address for other nodes; <c>null</c> for a node by itself.</summary>
    public string? NodeAddress { get; }

    public Uri Http => _process.Http;

    public bool HasExited => _process.HasExited;

    /// <summary>File with both streams of the process.</summary>
    public string Log { get; }

    /// <summary>Resident memory in bytes.</summary>
    public long Memory
    {
        get
        {
            using var process = Process.GetProcessById(_process.Id);
            return process.WorkingSet64;
        }
    }

    /// <summary>Starts a node, and returns when it is ready.</summary>
    /// <param name="directory">Directory with one below it for the node.</param>
    /// <param name="number">Number of the node.</param>
    /// <param name="nodePort">Port for other nodes; <c>null</c> for a node by itself.</param>
    /// <param name="options">Further options.</param>
    /// <param name="prepare">Changes the start of the process.</param>
    public static async Task<TargetNode> StartAsync(
        string directory, int number, int? nodePort, IReadOnlyList<string> options, Action<ProcessStartInfo>? prepare = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"node-{number}");
        var log = Path.Combine(directory, $"{name}.log");
        string[] own = nodePort is { } port ? ["--nodes.port", port.ToString(CultureInfo.InvariantCulture)] : [];
        var command = CoordinatorCommand.In(Path.Combine(directory, name), [.. options, .. own]) with
        {
            Process = new ChildProcessOptions { Log = log },
            Prepare = start =>
            {
                // An appsettings.json there is that of all nodes.
                start.WorkingDirectory = directory;
                prepare?.Invoke(start);
            },
        };
        return new TargetNode(await CoordinatorProcess.StartReadyAsync(command), log, nodePort);
    }

    /// <summary>Starts the nodes of a cluster, each of which is a seed.</summary>
    /// <param name="directory">Directory with one below it for each node.</param>
    /// <param name="count">Number of nodes.</param>
    /// <param name="options">Options beside the ports and seeds.</param>
    /// <param name="prepare">Changes the start of each process.</param>
    public static async Task<IReadOnlyList<TargetNode>> StartClusterAsync(
        string directory, int count, IReadOnlyList<string> options, Action<ProcessStartInfo>? prepare = null)
    {
        var ports = FreePorts.Take(count);
        var seeds = string.Join(',', ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")));
        return await Task.WhenAll(ports.Index().Select(
            port => StartAsync(directory, port.Index + 1, port.Item, [.. options, "--cluster.seeds", seeds], prepare)));
    }

    /// <summary>Requires that the node runs and serves participants.</summary>
    public async Task RequireReadyAsync()
    {
        if (HasExited)
            throw new HarnessException($"The node has ended:{Environment.NewLine}{_process.Output}");
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(Http, "/health/ready"));
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new HarnessException($"The node is not ready: {await answer.Content.ReadAsStringAsync()}");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
