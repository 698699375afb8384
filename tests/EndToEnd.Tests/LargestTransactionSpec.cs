using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Common;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Testing;
using Coordinator.Testing.Certificates;
using Npgsql;

namespace Coordinator.EndToEnd.Tests;

/// <summary>
/// Sends the largest transactions through everything that depends on their size: prepare, check, delivery, a dead letter, its copy after the
/// retention, and its replay.
/// </summary>
public sealed class LargestTransactionSpec : IDisposable
{
    private const string Topic = "orders.documents";
    private const string Rejecting = "archive";
    private const int Small = 32 * 1024;
    private const string Copies = "SELECT count(*) FROM journal WHERE manifest = 'qc'";
    private static readonly string[] ShortRetention = ["--retention.messages", "1s", "--retention.interval", "1s"];

    private readonly TempDirectory _temp = new();
    private readonly CertificateAuthority _participants;
    private readonly CertificateAuthority _nodes;

    public LargestTransactionSpec()
    {
        _participants = new CertificateAuthority(_temp.Path, "participants");
        _nodes = new CertificateAuthority(_temp.Path, "nodes");
    }

    private string[] Tls => ["--remoting.tlsCertificate", _participants.IssueNode("node"), "--remoting.tlsAuthority", _participants.File];

    private string[] NodesTls => ["--nodes.tlsCertificate", _nodes.IssueNode("peer"), "--nodes.tlsAuthority", _nodes.File];

    public void Dispose()
    {
        _participants.Dispose();
        _nodes.Dispose();
        _temp.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Largest_transactions_pass_on_SQLite(bool withTls)
    {
        await using var coordinator = await TestCoordinator.StartAsync([.. ShortRetention, .. withTls ? Tls : []]);

        await RequireAllAsync([coordinator], withTls, () => Task.FromResult(coordinator.Journal.Count(Copies)));
    }

    [PostgresFact]
    public async Task Largest_transactions_pass_on_PostgreSQL()
    {
        await using var postgres = await PostgresServer.CreateDatabaseAsync();
        await using var coordinator = await TestCoordinator.StartAsync(["--postgres", postgres.ConnectionString, .. ShortRetention]);

        await RequireAllAsync([coordinator], withTls: false, () => CountAsync(postgres.ConnectionString));
    }

    [PostgresTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Largest_transactions_pass_between_nodes(bool withTls)
    {
        var cluster = new CoordinatorCluster { Options = [.. ShortRetention, .. withTls ? [.. Tls, .. NodesTls] : (string[])[]] };
        try
        {
            await cluster.InitializeAsync();
            await RequireAllAsync(cluster.Nodes, withTls, () => CountAsync(cluster.ConnectionString));
        }
        finally
        {
            await cluster.DisposeAsync();
        }
    }

    private async Task RequireAllAsync(IReadOnlyList<TestCoordinator> nodes, bool withTls, Func<Task<long>> copies)
    {
        var (received, archived, isMended) = (new ConcurrentDictionary<MessageId, string>(), new ConcurrentQueue<string>(), false);
        await using var consumer = await Participant.StartAsync(
            nodes[^1].ContactPoint,
            null,
            participant =>
            {
                participant.AddConsumer("shipping", Topic, (message, _) => Task.FromResult(received[message.Id] = HashOf(message.Body)), FromBeginning);
                participant.AddConsumer(Rejecting, Topic, Archive, FromBeginning);
            },
            options => UseTls(options, withTls, "shipping"));
        var database = nodes[0].Database("orders");
        await using var producer = await Participant.StartAsync(
            nodes[0].ContactPoint,
            DoomedParticipant.ProducerGroup,
            participant => participant.UseOutcomeStore(SqlDialect.Sqlite, database.Connect),
            options => UseTls(options, withTls, "orders"));

        // One message of 4 MiB, and 128 messages that have 4 MiB together.
        var one = Of(MessageLimits.MaxTransactionBytes - Topic.Length, 1);
        var many = Enumerable.Range(2, MessageLimits.MaxMessages).Select(seed => Of(Small - Topic.Length, seed)).ToArray();
        await producer.SendAsync(new TransactionId("one"), TimeSpan.FromMinutes(5), one);
        await producer.SendAsync(new TransactionId("many"), TimeSpan.FromMinutes(5), many);

        await Eventually.TrueAsync(() => received.Count == 1 + many.Length, () => $"all arrive, and {received.Count} have");
        Assert.Equal(HashOf(one.Body), received[new MessageId(new TransactionId("one"), 0)]);
        for (var place = 0; place < many.Length; place++)
            Assert.Equal(HashOf(many[place].Body), received[new MessageId(new TransactionId("many"), place)]);

        // Nobody commits this one: the check carries its messages to the producer, which has no outcome, and writes the rollback.
        await producer.Producer.PrepareAsync(new TransactionId("silent"), [one], TimeSpan.FromMilliseconds(100));
        await Eventually.TrueAsync(async () => await PhaseAsync(nodes[^1], "silent") == "rolledBack", () => "the check rolls the silent one back");

        // The entry of the dead letter is past its retention, so it is copied before the entry is deleted.
        await Eventually.TrueAsync(async () => await copies() == 1, () => "the message of the dead letter is copied");
        isMended = true;
        await ReplayAsync(nodes[0]);
        await Eventually.TrueAsync(() => archived.Contains(HashOf(one.Body)), "the dead letter is delivered again");

        Task Archive(ReceivedMessage message, CancellationToken ct)
        {
            if (message.Id.Transaction.Value == "one" && !isMended)
                throw new RejectMessageException("too large for the archive");
            archived.Enqueue(HashOf(message.Body));
            return Task.CompletedTask;
        }
    }

    private void UseTls(CoordinatorParticipantOptions options, bool withTls, string name)
    {
        if (withTls)
            options.Tls = _participants.TlsOf(name);
    }

    private static void FromBeginning(ConsumerOptions options) => options.StartFrom = StartPosition.FromBeginning;

    private static Message Of(int bytes, int seed)
    {
        var body = new byte[bytes];
        // Random, so that nothing compresses it.
        new Random(seed).NextBytes(body);
        return new Message { Topic = new Topic(Topic), Body = body };
    }

    private static string HashOf(ReadOnlyMemory<byte> body) => Convert.ToHexString(SHA256.HashData(body.Span));

    private static async Task<long> CountAsync(string postgres)
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Copies, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static async Task<string?> PhaseAsync(TestCoordinator node, string id)
    {
        using var http = new HttpClient { BaseAddress = node.Http };
        return (await http.GetFromJsonAsync<JsonElement>($"/transactions/{id}")).GetProperty("phase").GetString();
    }

    private static async Task ReplayAsync(TestCoordinator node)
    {
        using var http = new HttpClient { BaseAddress = node.Http };
        using var answer = await http.PostAsJsonAsync($"/groups/{Rejecting}/dead-letters/replay", new { who = "ann", why = "mended" });
        answer.EnsureSuccessStatusCode();
    }
}
