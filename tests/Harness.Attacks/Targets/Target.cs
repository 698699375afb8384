using System.Diagnostics;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Processes;
using Coordinator.Participants.Common;
using Coordinator.Testing;
using Coordinator.Testing.Certificates;

namespace Coordinator.Harness.Attacks.Targets;

/// <summary>Coordinator that is attacked, with an innocent participant beside the attack.</summary>
/// <param name="settings">Settings of the nodes.</param>
internal sealed class Target(TargetSettings settings) : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly List<TargetNode> _nodes = [];
    private CertificateAuthority? _participants;
    private CertificateAuthority? _nodesAuthority;
    private PostgresDatabase? _postgres;

    /// <summary>All nodes; the first is the one that is attacked.</summary>
    public IReadOnlyList<TargetNode> Nodes => _nodes;

    public TargetNode Node => _nodes[0];

    public Innocent Innocent { get; private set; } = null!;

    /// <summary>Certificate of the stranger, which the participants' authority issued; <c>null</c> without TLS.</summary>
    public string? StrangersCertificate { get; private set; }

    /// <summary>TLS of a participant; <c>null</c> without TLS.</summary>
    public ParticipantTlsOptions? Tls(string name) => _participants is null
        ? null
        : new ParticipantTlsOptions { CertificatePath = _participants.Issue(name), AuthorityPath = _participants.File };

    /// <summary>Contact points of all nodes.</summary>
    public IReadOnlyList<string> ContactPoints => [.. _nodes.Select(node => node.ContactPoint)];

    /// <summary>Starts a coordinator, and the innocent participant.</summary>
    /// <param name="setup">Nodes, database and TLS.</param>
    /// <param name="settings">Further settings of the nodes.</param>
    public static async Task<Target> StartAsync(Setup setup, TargetSettings? settings = null)
    {
        var target = new Target(settings ?? TargetSettings.Default);
        try
        {
            await target.StartNodesAsync(setup is Setup.OneNode or Setup.OneNodeTls ? 1 : 3, setup is Setup.OneNodeTls or Setup.ThreeNodesTls);
            target.Innocent = await target.StartInnocentAsync();
            return target;
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts another participant with the rights of the innocent one.</summary>
    public Task<Innocent> StartInnocentAsync() => Innocent.StartAsync(
        ContactPoints, Tls("innocent"), credentials: settings.Participants.Count == 0 ? null : Innocent.Entry.Credentials);

    public async ValueTask DisposeAsync()
    {
        if (Innocent is not null)
            await Innocent.DisposeAsync();
        foreach (var node in _nodes)
            await node.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _participants?.Dispose();
        _nodesAuthority?.Dispose();
        _directory.Dispose();
    }

    private async Task StartNodesAsync(int count, bool tls)
    {
        List<string> options = [.. settings.Options];
        if (tls)
        {
            _participants = new CertificateAuthority(_directory.Path, "participants");
            StrangersCertificate = _participants.Issue("stranger");
            options.AddRange(["--remoting.tlsCertificate", _participants.IssueNode("node"), "--remoting.tlsAuthority", _participants.File]);
        }

        if (count == 1)
        {
            _nodes.Add(await TargetNode.StartAsync(_directory.Path, 1, nodePort: null, options, Prepare));
            return;
        }

        if (tls)
        {
            _nodesAuthority = new CertificateAuthority(_directory.Path, "nodes");
            options.AddRange(["--nodes.tlsCertificate", _nodesAuthority.IssueNode("member"), "--nodes.tlsAuthority", _nodesAuthority.File]);
        }

        _postgres = await PostgresServer.CreateDatabaseAsync();
        await CoordinatorProcess.ApplySchemaAsync(_postgres.ConnectionString);
        options.AddRange(["--postgres", _postgres.ConnectionString]);
        _nodes.AddRange(await TargetNode.StartClusterAsync(_directory.Path, count, options, Prepare));
    }

    private void Prepare(ProcessStartInfo start)
    {
        foreach (var (key, value) in settings.Environment())
            start.Environment[key] = value;
    }
}
