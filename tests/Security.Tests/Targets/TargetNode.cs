using System.Globalization;
using System.Net;
using Coordinator.Harness.Processes;

namespace Coordinator.Security.Tests.Targets;

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
            using var process = System.Diagnostics.Process.GetProcessById(_process.Id);
            return process.WorkingSet64;
        }
    }

    public static async Task<TargetNode> StartAsync(string directory, int number, int? nodePort, IReadOnlyList<string> options)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"node-{number}");
        var log = Path.Combine(directory, $"{name}.log");
        string[] own = nodePort is { } port ? ["--nodes.port", port.ToString(CultureInfo.InvariantCulture)] : [];
        var command = CoordinatorCommand.In(Path.Combine(directory, name), [.. options, .. own]) with
        {
            Process = new ChildProcessOptions { Log = log },
            // An appsettings.json there is that of all nodes.
            Prepare = start => start.WorkingDirectory = directory,
        };
        return new TargetNode(await CoordinatorProcess.StartReadyAsync(command), log, nodePort);
    }

    /// <summary>Starts the nodes of a cluster, each of which is a seed.</summary>
    /// <param name="directory">Directory with one below it for each node.</param>
    /// <param name="count">Number of nodes.</param>
    /// <param name="options">Options beside the ports and seeds.</param>
    public static async Task<IReadOnlyList<TargetNode>> StartClusterAsync(string directory, int count, IReadOnlyList<string> options)
    {
        var ports = FreePorts.Take(count);
        var seeds = string.Join(',', ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")));
        return await Task.WhenAll(ports.Index().Select(
            port => StartAsync(directory, port.Index + 1, port.Item, [.. options, "--cluster.seeds", seeds])));
    }

    /// <summary>Requires that the node runs and serves participants.</summary>
    public async Task RequireReadyAsync()
    {
        Assert.False(HasExited);
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(Http, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
