using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Akka.Hosting;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Harness;
using Coordinator.Persistence;
using Coordinator.Retention;
using Coordinator.Topics.Catalog;
using Coordinator.Transactions;

namespace Coordinator.Tests.Administration;

/// <summary>Tests what administration tells of retention, over real HTTP.</summary>
public sealed class RetentionEndpointSpec : TestKit, IAsyncLifetime
{
    private readonly TempDirectory _temp = new();
    private readonly TestProbe _keeper;
    private readonly TestProbe _transactions;
    private AdministrationApp _app = null!;

    public RetentionEndpointSpec()
    {
        _keeper = CreateTestProbe();
        _transactions = CreateTestProbe();
        ActorRegistry.For(Sys).Register<RetentionKeeper>(_keeper);
        ActorRegistry.For(Sys).Register<TransactionRegion>(_transactions);
    }

    public async Task InitializeAsync() => _app = await AdministrationApp.StartAsync(
        Sys, Database.Sqlite(_temp.File("coordinator.db")), new NoTopics(), new NoHistory(), expiry: new AllExpired());

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _temp.Dispose();
    }

    [Fact]
    public async Task Retention_is_shown_with_what_it_keeps_and_why()
    {
        var asked = _app.Http.GetFromJsonAsync<JsonElement>("/retention");
        _keeper.ExpectMsg<AskRetention>();
        _keeper.Reply(new RetentionReport(
            Obstacle: null,
            [new RetentionProgress("transactions", 12, DateTimeOffset.UnixEpoch, "ids from before", Failure: null, [new KeptData("transactions", "parked", 3)])]));

        var shown = (await asked).GetProperty("kinds")[0];

        Assert.Equal(("transactions", 12), (shown.GetProperty("kind").GetString(), shown.GetProperty("deletedRows").GetInt32()));
        Assert.Equal("ids from before", shown.GetProperty("bound").GetString());
        Assert.Equal("parked", shown.GetProperty("kept")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Transaction_that_is_too_old_to_be_known_is_gone()
    {
        using var answer = await _app.Http.GetAsync(new Uri("/transactions/order-1", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.Contains("retention.transactions", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transaction_that_is_too_old_to_be_known_is_not_resolved()
    {
        using var body = JsonContent.Create(new { decision = "commit", who = "ann", why = "the bank says so" });
        var asked = _app.Http.PostAsync(new Uri("/transactions/order-1/resolve", UriKind.Relative), body);
        var resolve = _transactions.ExpectMsg<ResolveTransaction>();
        _transactions.Reply(new TransactionResolved(resolve.Id, TransactionOutcome.Expired, TransactionPhase.None));

        using var answer = await asked;

        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
    }

    private sealed class AllExpired : ITransactionExpiry
    {
        public bool IsKnownExpired(TransactionId id) => true;

        public Task<bool> IsExpiredAsync(TransactionId id) => Task.FromResult(true);
    }

    private sealed class NoTopics : ITopicCatalog
    {
        public bool TryGetQueueCount(Topic topic, out int queueCount) => throw new NotSupportedException();

        public Task<TopicAnswer> GetOrCreateAsync(Topic topic, ICreationRate rate, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<TopicAnswer> JoinAsync(Topic topic, ConsumerGroup group, ICreationRate rate, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<TopicDescription?> FindAsync(Topic topic, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Topic>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class NoHistory : ITransactionHistory
    {
        public Task<TransactionHistory> ReadAsync(TransactionId id) => Task.FromResult(new TransactionHistory([]));
    }
}
