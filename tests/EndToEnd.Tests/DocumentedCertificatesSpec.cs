using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.Harness;
using Coordinator.Harness.Processes;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Testing;
using Coordinator.Testing.Documents;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Makes certificates by the commands of docs/operations.md, and starts nodes and a participant with them.</summary>
public sealed class DocumentedCertificatesSpec : IDisposable
{
    private readonly TempDirectory _temp = new();

    private string[] Remoting =>
    [
        "--remoting.publicHost", "localhost",
        "--remoting.tlsCertificate", _temp.File("node-1.pfx"),
        "--remoting.tlsCertificatePasswordFile", _temp.File("password"),
        "--remoting.tlsAuthority", _temp.File("participants.crt"),
    ];

    private string[] Nodes =>
    [
        "--nodes.publicHost", "localhost",
        "--nodes.tlsCertificate", _temp.File("node-1-peers.pfx"),
        "--nodes.tlsCertificatePasswordFile", _temp.File("password"),
        "--nodes.tlsAuthority", _temp.File("nodes.crt"),
    ];

    public void Dispose() => _temp.Dispose();

    [OpenSslFact]
    public async Task Node_serves_the_participant_that_its_certificate_names()
    {
        await MakeCertificatesAsync();
        await using var node = await CoordinatorProcess.StartReadyAsync(CoordinatorCommand.In(_temp.File("data"), Remoting) with
        {
            Prepare = start =>
            {
                start.Environment["COORDINATOR__SESSIONS__PARTICIPANTS__0__NAME"] = "order-service";
                start.Environment["COORDINATOR__SESSIONS__PARTICIPANTS__0__CERTIFICATE"] = "order-service";
                start.Environment["COORDINATOR__SESSIONS__PARTICIPANTS__0__PRODUCERGROUPS__0"] = "orders";
                start.Environment["COORDINATOR__SESSIONS__PARTICIPANTS__0__PUBLISH__0"] = "*";
            },
        });

        Assert.StartsWith("localhost:", node.ContactPoint, StringComparison.Ordinal);
        await PrepareAsync(node);
    }

    [OpenSslFact(withPostgres: true)]
    public async Task Three_nodes_become_a_cluster()
    {
        await MakeCertificatesAsync();
        await using var postgres = await PostgresServer.CreateDatabaseAsync();
        await CoordinatorProcess.ApplySchemaAsync(postgres.ConnectionString);
        var ports = FreePorts.Take(3);
        string[] cluster =
        [
            "--postgres", postgres.ConnectionString,
            "--cluster.seeds", string.Join(',', ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"localhost:{port}"))),
        ];
        var nodes = await Task.WhenAll(ports.Select(port => CoordinatorProcess.StartReadyAsync(CoordinatorCommand.In(
            _temp.File(port.ToString(CultureInfo.InvariantCulture)),
            [.. Remoting, .. Nodes, .. cluster, "--nodes.port", port.ToString(CultureInfo.InvariantCulture)]))));

        foreach (var node in nodes)
            await PrepareAsync(node);
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    private async Task MakeCertificatesAsync()
    {
        var blocks = DocumentedCommands.Of(await File.ReadAllTextAsync(DocumentsSpec.PathOf("docs/operations.md")), "### Certificates");
        await File.WriteAllTextAsync(_temp.File("pki.sh"), blocks[0]);
        foreach (var block in blocks.Skip(1))
            await DocumentedCommands.RunAsync(block.Replace("node-1.internal", "localhost", StringComparison.Ordinal), _temp.Path);
    }

    private async Task PrepareAsync(CoordinatorProcess node)
    {
        await using var producer = await Participant.StartAsync(
            node.ContactPoint,
            "orders",
            participant => participant.UseChecker((_, _) => Task.FromResult(CheckResult.InProgress())),
            options => options.Tls = new ParticipantTlsOptions
            {
                CertificatePath = _temp.File("order-service.pfx"),
                CertificatePassword = File.ReadAllText(_temp.File("password")).Trim(),
                AuthorityPath = _temp.File("participants.crt"),
            });
        await producer.Producer.PrepareAsync([new Message { Topic = new Topic("orders.paid") }]);
    }
}
