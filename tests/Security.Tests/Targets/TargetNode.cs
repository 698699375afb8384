using System.Globalization;
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
        };
        return new TargetNode(await CoordinatorProcess.StartReadyAsync(command), log, nodePort);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
