using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Common;
using Coordinator.Testing;
using Coordinator.Testing.Certificates;

namespace Coordinator.Security.Tests.Rows;

/// <summary>
/// Replaces certificates, authorities, secrets and the database password of three nodes under load. Nothing is restarted, and no call
/// fails.
/// </summary>
public sealed class RotationSpec : IAsyncLifetime, IDisposable
{
    private const int Size = 3;
    private const int Calls = 200;

    private readonly TempDirectory _temp = new();
    private readonly List<TargetNode> _nodes = [];
    private readonly CertificateAuthority _oldParticipants;
    private readonly CertificateAuthority _newParticipants;
    private readonly CertificateAuthority _oldNodes;
    private readonly CertificateAuthority _newNodes;
    private PostgresProcess? _postgres;

    public RotationSpec()
    {
        _oldParticipants = new CertificateAuthority(_temp.Path, "old-participants");
        _newParticipants = new CertificateAuthority(_temp.Path, "new-participants");
        _oldNodes = new CertificateAuthority(_temp.Path, "old-nodes");
        _newNodes = new CertificateAuthority(_temp.Path, "new-nodes");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    public void Dispose()
    {
        foreach (var authority in (CertificateAuthority[])[_oldParticipants, _newParticipants, _oldNodes, _newNodes])
            authority.Dispose();
        _temp.Dispose();
    }

    [OwnPostgresFact]
    public async Task Everything_is_replaced_under_load_without_a_restart()
    {
        await StartAsync();
        await using var innocent = await Innocent.StartAsync([.. _nodes.Select(node => node.ContactPoint)], Tls(), _temp.File("credentials"));

        // Both authorities are valid in between, on every side.
        Put("participants.pem", _oldParticipants, _newParticipants);
        Put("nodes.pem", _oldNodes, _newNodes);
        await innocent.CallsAsync(Calls);

        Replace("node.pfx", _newParticipants.IssueNode("node"));
        Replace("member.pfx", _newNodes.IssueNode("member"));
        Replace("innocent.pfx", _newParticipants.Issue("innocent"));
        await Eventually.TrueAsync(async () => await IssuerAsync(_nodes[0].ContactPoint) == "CN=new-participants", () => "participants see the new certificate");
        await Eventually.TrueAsync(async () => await IssuerAsync(_nodes[0].NodeAddress!) == "CN=new-nodes", () => "nodes see the new certificate");

        Put("participants.pem", _newParticipants);
        Put("nodes.pem", _newNodes);
        await ChangePasswordAsync("second");
        await ExecuteAsync("UPDATE coordinator_cluster SET secret = gen_random_uuid()::text || gen_random_uuid()::text", "rotating");

        PutParticipants("innocent-1", "innocent-2");
        PutCredentials("innocent-2");
        await innocent.CallsAsync(Calls);
        PutParticipants("innocent-2");
        await Eventually.TrueAsync(
            async () => (await ParticipantsAsync()).All(participant => participant == "innocent-2"),
            () => "sessions of the removed secret have ended");
        await innocent.CallsAsync(Calls);
        await using var joined = await Innocent.StartAsync([.. _nodes.Select(node => node.ContactPoint)], Tls(), _temp.File("credentials"));
        await joined.CallsAsync(Calls);
        Assert.All(_nodes, node => Assert.False(node.HasExited));
    }

    private async Task StartAsync()
    {
        _postgres = await PostgresProcess.StartAsync();
        await _postgres.CreateDatabaseAsync("rotating");
        await ExecuteAsync("CREATE ROLE rotating LOGIN PASSWORD 'first'; ALTER DATABASE rotating OWNER TO rotating");
        var access = Path.Combine(_postgres.Directory, "data", "pg_hba.conf");
        await File.WriteAllTextAsync(access, $"host all rotating 127.0.0.1/32 scram-sha-256\n{await File.ReadAllTextAsync(access)}");
        await ExecuteAsync("SELECT pg_reload_conf()");
        PutConnection("first");
        await CoordinatorProcess.ApplySchemaAsync(Connection("first"));

        PutParticipants("innocent-1");
        PutCredentials("innocent-1");
        Put("participants.pem", _oldParticipants);
        Put("nodes.pem", _oldNodes);
        Replace("node.pfx", _oldParticipants.IssueNode("node"));
        Replace("member.pfx", _oldNodes.IssueNode("member"));
        Replace("innocent.pfx", _oldParticipants.Issue("innocent"));
        _nodes.AddRange(await TargetNode.StartClusterAsync(_temp.Path, Size,
        [
            "--postgresFile", _temp.File("connection"),
            "--remoting.tlsCertificate", _temp.File("node.pfx"), "--remoting.tlsAuthority", _temp.File("participants.pem"),
            "--nodes.tlsCertificate", _temp.File("member.pfx"), "--nodes.tlsAuthority", _temp.File("nodes.pem"),
        ]));
    }

    private async Task ChangePasswordAsync(string password)
    {
        await ExecuteAsync($"ALTER ROLE rotating PASSWORD '{password}'");
        PutConnection(password);
        // Connections that are open need no password. Let each node open new ones.
        await ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'rotating'");
    }

    private Task ExecuteAsync(string sql, string database = "postgres") =>
        PostgresCommand.ExecuteAsync(_postgres!.SocketString(database), sql);

    /// <summary>Writes the settings of the nodes, in which each participant has its own secret and all rights.</summary>
    private void PutParticipants(params string[] names) => Write("appsettings.json", file => File.WriteAllText(file, JsonSerializer.Serialize(new
    {
        Coordinator = new
        {
            Sessions = new
            {
                Participants = names.Select(name => new
                {
                    Name = name,
                    Secret = SecretOf(name),
                    ProducerGroups = new[] { "*" },
                    Publish = new[] { "*" },
                }),
            },
        },
    })));

    private void PutCredentials(string name) => Write("credentials", file => File.WriteAllText(file, $"{name}:{SecretOf(name)}\n"));

    private static string SecretOf(string name) => $"the secret of {name}";

    /// <summary>Returns the participants that have a session at any node.</summary>
    private async Task<IReadOnlyList<string>> ParticipantsAsync()
    {
        using var http = new HttpClient();
        var answers = await Task.WhenAll(_nodes.Select(node => http.GetFromJsonAsync<JsonElement>(new Uri(node.Http, "/sessions"))));
        return [.. answers.SelectMany(answer => answer.GetProperty("sessions").EnumerateArray()).Select(session => session.GetProperty("participant").GetString()!)];
    }

    private string Connection(string password) => new Npgsql.NpgsqlConnectionStringBuilder(_postgres!.NetworkString("rotating"))
    {
        Username = "rotating",
        Password = password,
    }.ConnectionString;

    private void PutConnection(string password) => Write("connection", file => File.WriteAllText(file, Connection(password)));

    private void Put(string name, params CertificateAuthority[] authorities) => Write(
        name, file => File.WriteAllText(file, string.Join('\n', authorities.Select(authority => File.ReadAllText(authority.File)))));

    private void Replace(string name, string certificate) => Write(name, file => File.Copy(certificate, file));

    /// <summary>Replaces a file as a whole, as a mounted secret is.</summary>
    private void Write(string name, Action<string> write)
    {
        var draft = _temp.File($"{name}.new");
        write(draft);
        File.Move(draft, _temp.File(name), overwrite: true);
    }

    private ParticipantTlsOptions Tls() =>
        new() { CertificatePath = _temp.File("innocent.pfx"), AuthorityPath = _temp.File("participants.pem") };

    private static async Task<string> IssuerAsync(string address)
    {
        var endpoint = IPEndPoint.Parse(address);
        using var client = new TcpClient();
        await client.ConnectAsync(endpoint.Address, endpoint.Port);
        var issuer = "";
#pragma warning disable CA5359 // The test looks at the certificate of the coordinator under test.
        await using var stream = new SslStream(client.GetStream(), false, (_, certificate, _, _) =>
        {
            issuer = certificate!.Issuer;
            return true;
        });
#pragma warning restore CA5359
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" });
        }
        catch (IOException)
        {
            // The client shows no certificate.
        }

        return issuer;
    }
}
