using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Coordinator.Harness;
using Coordinator.Harness.Processes;
using Coordinator.Kubernetes.Tests.Rendering;
using k8s.Models;

namespace Coordinator.Kubernetes.Tests.Pods;

/// <summary>
/// Runs the pods of rendered manifests on this machine. Each node has its own loopback address in place of its name. All nodes have
/// the same three ports in place of those of the manifest.
/// </summary>
internal sealed partial class LocalCluster : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly TempDirectory _temp = new();
    private readonly List<CoordinatorProcess> _processes = [];
    private readonly Manifests _manifests;
    // Where nobody else is: not in a net that other tests use, and not among the ports that the system hands out.
    private readonly string _net = $"127.{RandomNumberGenerator.GetInt32(1, 255)}.{RandomNumberGenerator.GetInt32(256)}";
    private readonly Dictionary<string, int> _ports = new()
    {
        ["remoting"] = FreePorts.Above(20_000),
        ["nodes"] = FreePorts.Above(22_500),
        ["http"] = FreePorts.Above(25_000),
    };

    public LocalCluster(Manifests manifests, string connectionString)
    {
        _manifests = manifests;
        SecretCertificates.Fill(manifests, [.. Enumerable.Range(0, Nodes.Stateful!.Replicas ?? 1).Select(Address)]);
        foreach (var secret in manifests.Secrets.Where(secret => secret.Keys().Contains("connection")))
            secret.Write("connection", Encoding.UTF8.GetBytes(connectionString));
    }

    private Workload Nodes => _manifests.Nodes!;

    public CoordinatorProcess RunJob()
    {
        var job = _manifests.Workloads.Single(workload => workload is { IsCoordinator: true, IsNode: false });
        return Start(new LocalPod(job, _manifests.Secrets, _temp.File("job")), value => value);
    }

    public CoordinatorProcess StartNode(int ordinal)
    {
        var pod = new LocalPod(Nodes, _manifests.Secrets, _temp.File($"node-{ordinal}"), ordinal);
        return Start(pod, value => OnLoopback(value, ordinal));
    }

    /// <summary>Asks like the kubelet until the answer is 200.</summary>
    /// <returns>Null when it was, else what the node said.</returns>
    public async Task<string?> SilenceAsync(CoordinatorProcess node, int ordinal, V1Probe probe)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(probe.TimeoutSeconds ?? 1) };
        for (var began = TimeProvider.System.GetTimestamp(); !node.HasExited && TimeProvider.System.GetElapsedTime(began) < Timeout;)
        {
            if (await StatusAsync(http, ordinal, probe.HttpGet.Path) == HttpStatusCode.OK)
                return null;
            await Task.Delay(Pause);
        }

        await node.KillAsync();
        return $"Node {ordinal} is not there for {probe.HttpGet.Path}: {node.Output}";
    }

    private async Task<HttpStatusCode?> StatusAsync(HttpClient http, int ordinal, string path)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://{Address(ordinal)}:{_ports["http"]}{path}"));
            return answer.StatusCode;
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        _temp.Dispose();
    }

    private CoordinatorProcess Start(LocalPod pod, Func<string, string> translate)
    {
        var process = CoordinatorProcess.Start(ContainerCommand.Of(pod, translate));
        _processes.Add(process);
        return process;
    }

    private string OnLoopback(string value, int ordinal)
    {
        var text = new StringBuilder(value);
        for (var node = 0; node < Nodes.Stateful!.Replicas; node++)
            text.Replace($"{Nodes.Metadata.Name}-{node}.{Nodes.Stateful.ServiceName}.{Nodes.Metadata.NamespaceProperty}.svc", Address(node));
        text.Replace("0.0.0.0", Address(ordinal));
        return Number().Replace(text.ToString(), number => Nodes.Port(number.Value) is { } port
            ? _ports[port.Name].ToString(CultureInfo.InvariantCulture)
            : number.Value);
    }

    private string Address(int ordinal) => $"{_net}.{ordinal + 1}";

    [GeneratedRegex(@"\b\d+\b")]
    private static partial Regex Number();
}
