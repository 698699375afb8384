using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Akka.Hosting;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coordinator.Administration;
using Coordinator.Checks;
using Coordinator.Contracts;
using Coordinator.Persistence;
using Coordinator.Recovery;
using Coordinator.Retention.Removals;
using Coordinator.Tests.Recovery;
using Coordinator.Topics.Catalog;
using Coordinator.Transactions;

namespace Coordinator.Tests.Administration;

/// <summary>Tests the view and the deletion of a producer group over real HTTP, with a journal in a database.</summary>
public sealed class ProducerEndpointSpec : TestKit, IAsyncLifetime
{
    private const string WhoAndWhy = """{"who":"ann","why":"the service is gone"}""";

    private static readonly ProducerGroup Orders = new("orders");

    private readonly TestProbe _checks;
    private WrittenJournal _journal = null!;
    private AdministrationApp _app = null!;

    public ProducerEndpointSpec()
    {
        _checks = CreateTestProbe();
        ActorRegistry.For(Sys).Register<CheckRegion>(_checks);
    }

    public async Task InitializeAsync()
    {
        _journal = await WrittenJournal.OpenAsync(StorageEngine.Sqlite);
        var entities = new Entities(ActorRegistry.For(Sys), new TransactionOptions());
        var senders = new TopicSenders(new OpenTransactionIndex(_journal.Database), NoNames.Instance);
        _app = await AdministrationApp.StartAsync(
            Sys, _journal.Database, NoNames.Instance, NoNames.Instance, removals: new Removals(entities, NoNames.Instance, NoNames.Instance, senders, () => null));
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _journal.CloseAsync();
    }

    [Fact]
    public async Task Producer_group_that_has_nothing_is_deleted()
    {
        _journal.Write("of-another", WrittenJournal.Prepared() with { Group = new ProducerGroup("payments") });
        _journal.Write("ended", WrittenJournal.Prepared(), new TransactionAppended(new DecidedBy.Producer(new InstanceId("a")), DateTimeOffset.UnixEpoch));

        using var answer = await DeleteAsync(WhoAndWhy);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var view = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("orders", 0, 0), (view.GetProperty("group").GetString(), Count(view, "instances"), Count(view, "open")));
    }

    [Fact]
    public async Task Producer_group_with_an_open_or_parked_transaction_is_not_deleted()
    {
        _journal.Write("pending", WrittenJournal.Prepared());
        _journal.Write("parked", WrittenJournal.Prepared(), new TransactionParked(15, DateTimeOffset.UnixEpoch));

        using var answer = await DeleteAsync(WhoAndWhy);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains("such as pending. An undecided transaction is never dropped", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            [("pending", "prepared"), ("parked", "parked")],
            problem.GetProperty("loses").GetProperty("open").EnumerateArray()
                .Select(open => (open.GetProperty("id").GetString()!, open.GetProperty("phase").GetString()!)));
    }

    [Fact]
    public async Task Producer_group_with_a_connected_instance_is_not_deleted()
    {
        using var answer = await DeleteAsync(WhoAndWhy, "orders-1", "orders-2");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains("connected instances: orders-1, orders-2. Stop them first.", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders", """{"why":"x"}""", "who must not be empty")]
    [InlineData("orders", """{"who":"ann"}""", "why must not be empty")]
    [InlineData("orders", null, "who must not be empty")]
    [InlineData("a%20b", WhoAndWhy, "allowed are ASCII letters")]
    public async Task Deletion_of_a_producer_group_says_what_it_needs(string group, string? body, string expected)
    {
        using var answer = await SendAsync(group, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains(expected, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        _checks.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task Producer_group_is_shown_with_its_instances_and_open_transactions()
    {
        _journal.Write("pending", WrittenJournal.Prepared());
        var asked = _app.Http.GetFromJsonAsync<JsonElement>("/producers/orders");
        Describe("orders-1");

        var view = await asked;

        Assert.Equal("orders-1", Assert.Single(view.GetProperty("instances").EnumerateArray()).GetString());
        Assert.Equal("pending", Assert.Single(view.GetProperty("open").EnumerateArray()).GetProperty("id").GetString());
    }

    private static int Count(JsonElement view, string property) => view.GetProperty(property).GetArrayLength();

    /// <summary>Asks for the deletion while these instances are connected.</summary>
    private async Task<HttpResponseMessage> DeleteAsync(string body, params string[] instances)
    {
        var asked = SendAsync(Orders.Value, body);
        Describe(instances);
        return await asked;
    }

    private async Task<HttpResponseMessage> SendAsync(string group, string? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri($"/producers/{group}", UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await _app.Http.SendAsync(request);
    }

    private void Describe(params string[] instances)
    {
        Assert.Equal(Orders, _checks.ExpectMsg<DescribeProducers>().Group);
        _checks.Reply(new ProducersDescription(Orders, [.. instances.Select(instance => new InstanceId(instance))]));
    }

    /// <summary>Topics and histories, which a producer group does not need.</summary>
    private sealed class NoNames : ITopicCatalog, ITopicList, ITopicReader, ITransactionHistory
    {
        public static readonly NoNames Instance = new();

        public bool TryGetQueueCount(Topic topic, out int queueCount) => throw new NotSupportedException();

        public Task<TopicAnswer> GetOrCreateAsync(Topic topic, ICreationRate rate, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TopicAnswer> JoinAsync(Topic topic, ConsumerGroup group, ICreationRate rate, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<TopicDescription?> FindAsync(Topic topic, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Topic>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TopicState> ReadAsync(Topic topic, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Topic>> ReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Topic>> ReadUsedAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<CatalogCount> CountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TransactionHistory> ReadAsync(TransactionId id) => throw new NotSupportedException();
    }
}
