using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Akka.Actor;
using Akka.Hosting;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Harness;
using Coordinator.Persistence;
using Coordinator.Tests.Transactions;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;
using Coordinator.Transactions;

namespace Coordinator.Tests.Administration;

/// <summary>Tests the endpoints over real HTTP, with probes in place of the actors.</summary>
public sealed class AdministrationSpec : TestKit, IAsyncLifetime
{
    private readonly TempDirectory _temp = new();
    private readonly TestProbe _transactions;
    private readonly TestProbe _queues;
    private readonly TestProbe _deadLetters;
    private readonly OneHistory _history = new();
    private AdministrationApp _app = null!;

    public AdministrationSpec()
    {
        _transactions = CreateTestProbe();
        _queues = CreateTestProbe();
        _deadLetters = CreateTestProbe();
        var registry = ActorRegistry.For(Sys);
        registry.Register<TransactionRegion>(_transactions);
        registry.Register<QueueRegion>(_queues);
        registry.Register<DeadLetterRegion>(_deadLetters);
    }

    public async Task InitializeAsync() =>
        _app = await AdministrationApp.StartAsync(Sys, Database.Sqlite(_temp.File("coordinator.db")), new OneTopic(), _history);

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _temp.Dispose();
    }

    [Fact]
    public async Task Unknown_transaction_is_not_found()
    {
        await ExpectProblem(await _app.Http.GetAsync("/transactions/order-1"), HttpStatusCode.NotFound, "order-1");
    }

    [Fact]
    public async Task Transaction_is_shown_with_its_timeline_and_who_decided()
    {
        var decision = new DecidedBy.Check(1, new InstanceId("orders-2"), DateTimeOffset.UnixEpoch, "found");
        _history.Events = [Some.Prepared(), new TransactionCommitted(decision, DateTimeOffset.UnixEpoch)];

        var shown = await _app.Http.GetFromJsonAsync<JsonElement>("/transactions/order-1");

        Assert.Equal("committed", shown.GetProperty("phase").GetString());
        Assert.Equal("check", shown.GetProperty("decidedBy").GetProperty("by").GetString());
        Assert.Equal("orders-2", shown.GetProperty("decidedBy").GetProperty("who").GetString());
        Assert.Equal("prepared", shown.GetProperty("timeline")[0].GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("""{"decision":"commit","why":"x"}""", "who must not be empty")]
    [InlineData("""{"decision":"commit","who":"ann"}""", "why must not be empty")]
    [InlineData("""{"decision":"perhaps","who":"ann","why":"x"}""", "decision must be commit or rollback, but is 'perhaps'.")]
    [InlineData("""{"decision":""", "The body is not the expected JSON: it is broken at line 1, byte 13.")]
    [InlineData("""{"decision":"commit","who":7,"why":"x"}""", "The body is not the expected JSON: who must be a text, at line 1, byte 29.")]
    [InlineData("""["commit"]""", "The body is not the expected JSON: it must be an object with decision, who, why, force.")]
    [InlineData("null", "The body must be JSON, but is empty.")]
    [InlineData("{\"who\":\"\\ud800\"}", "The body is not the expected JSON: who must be a text")]
    public async Task Resolve_needs_a_decision_and_who_and_why(string body, string problem) =>
        await ExpectProblem(await PostAsync("/transactions/order-1/resolve", body), HttpStatusCode.BadRequest, problem);

    [Theory]
    [InlineData(TransactionOutcome.Accepted, HttpStatusCode.OK)]
    [InlineData(TransactionOutcome.NotFound, HttpStatusCode.NotFound)]
    [InlineData(TransactionOutcome.AlreadyCommitted, HttpStatusCode.Conflict)]
    [InlineData(TransactionOutcome.AlreadyRolledBack, HttpStatusCode.Conflict)]
    [InlineData(TransactionOutcome.Busy, HttpStatusCode.ServiceUnavailable)]
    internal async Task Resolve_is_answered_by_what_became_of_it(TransactionOutcome outcome, HttpStatusCode status)
    {
        var answer = PostAsync("/transactions/order-1/resolve", """{"decision":"rollback","who":"ann","why":"asked by phone"}""");
        var resolve = _transactions.ExpectMsg<ResolveTransaction>();
        _transactions.Reply(new TransactionResolved(resolve.Id, outcome, TransactionPhase.RolledBack));

        Assert.Equal((Resolution.RollBack, "ann", "asked by phone"), (resolve.Resolution, resolve.Who, resolve.Why));
        Assert.Equal(status, (await answer).StatusCode);
    }

    [Fact]
    public async Task Body_that_a_web_page_could_send_is_refused()
    {
        using var body = new StringContent("""{"decision":"commit","who":"ann","why":"x"}""");

        var answer = await _app.Http.PostAsync("/transactions/order-1/resolve", body);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Theory]
    [InlineData("/transactions?phase=completed", "phase must be prepared, parked or committed, but is 'completed'.")]
    [InlineData("/transactions?limit=0", "limit must be between 1 and 1000, but is 0.")]
    [InlineData("/transactions?limit=many", "limit must be between 1 and 1000, but is many.")]
    [InlineData("/transactions?after=there", "after must be a whole number from the previous page, but is there.")]
    [InlineData("/transactions/a%20b", "allowed are ASCII letters")]
    [InlineData("/groups/shipping/dead-letters?limit=5000", "limit must be between 1 and 1000, but is 5000.")]
    public async Task Bad_address_is_refused_with_what_is_allowed(string address, string problem) =>
        await ExpectProblem(await _app.Http.GetAsync(address), HttpStatusCode.BadRequest, problem);

    [Theory]
    [InlineData("/topics/unknown", "no topic unknown")]
    [InlineData("/groups/points/topics/orders.paid", "has never subscribed")]
    public async Task Unknown_topic_or_group_is_not_found(string address, string problem) =>
        await ExpectProblem(await _app.Http.GetAsync(address), HttpStatusCode.NotFound, problem);

    [Fact]
    public async Task Open_transactions_are_listed_from_the_journal()
    {
        await using (var connection = await Database.Sqlite(_temp.File("coordinator.db")).OpenAsync(CancellationToken.None))
        {
            await using var insert = connection.CreateCommand();
            insert.CommandText = """
                INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest)
                VALUES (1, 0, 't-open', 1, x'00', 'tp'), (1, 0, 't-done', 1, x'00', 'tp'), (1, 0, 't-done', 2, x'00', 'tr'),
                       (1, 0, 't-parked', 1, x'00', 'tp'), (1, 0, 't-parked', 2, x'00', 'tq')
                """;
            await insert.ExecuteNonQueryAsync();
        }

        Assert.Equal(["open", "parked"], await ListAsync("/transactions"));
        Assert.Equal(["parked"], await ListAsync("/transactions?phase=parked"));
        Assert.Equal(["open"], await ListAsync("/transactions?limit=1"));
    }

    [Theory]
    [InlineData("""{"to":"beginning","who":"ann"}""", "why must not be empty")]
    [InlineData("""{"to":"yesterday","who":"ann","why":"x"}""", "to must be beginning, end, or a time")]
    [InlineData("""{"offset":5,"who":"ann","why":"x"}""", "offset needs queue")]
    [InlineData("""{"to":"end","queue":7,"who":"ann","why":"x"}""", "queue must be between 0 and 1, but is 7.")]
    public async Task Rewind_says_what_it_needs(string body, string problem) =>
        await ExpectProblem(
            await PostAsync("/groups/shipping/topics/orders.paid/rewind", body), HttpStatusCode.BadRequest, problem);

    [Fact]
    public async Task Rewind_moves_the_group_in_every_queue()
    {
        var answer = PostAsync("/groups/shipping/topics/orders.paid/rewind", """{"to":"beginning","who":"ann","why":"lost"}""");
        for (var number = 0; number < OneTopic.QueueCount; number++)
        {
            var rewind = _queues.ExpectMsg<RewindGroup>();
            _queues.Reply(new GroupRewound(rewind.Queue, rewind.Group, 5, FirstKept: 5));
            Assert.Equal("ann: lost", rewind.Who);
        }

        Assert.Equal(HttpStatusCode.OK, (await answer).StatusCode);
        Assert.Contains("""{"number":0,"next":5,"firstKept":5}""", await (await answer).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Group_is_shown_with_its_filter_and_what_it_skipped()
    {
        var get = _app.Http.GetFromJsonAsync<JsonElement>("/groups/shipping/topics/orders.paid");
        for (var number = 0; number < OneTopic.QueueCount; number++)
        {
            var describe = _queues.ExpectMsg<DescribeGroup>();
            _queues.Reply(GroupDescription.Unknown(new GroupQueue(describe.Group, describe.Queue), new QueueEnd(describe.Queue, 7, null, 5)) with
            {
                Missed = 4,
                Members = [new MemberDescription(new InstanceId("a"), 8, 0, ["new", "old"])],
                Filter = [new FilterSetDescription(["old"], DateTimeOffset.UnixEpoch)],
                Skipped = [new SkippedDescription("(none)", 3)],
                Unclaimed = 2,
            });
        }

        var queue = (await get).GetProperty("queues")[0];
        Assert.Equal("""["new","old"]""", queue.GetProperty("members")[0].GetProperty("tags").GetRawText());
        Assert.Equal("""{"tags":["old"],"seenAt":"1970-01-01T00:00:00+00:00"}""", queue.GetProperty("filter")[0].GetRawText());
        Assert.Equal((5, 4), (queue.GetProperty("firstKept").GetInt64(), queue.GetProperty("missed").GetInt64()));
        Assert.Equal("""{"tag":"(none)","count":3}""", queue.GetProperty("skipped")[0].GetRawText());
        Assert.Equal(2, queue.GetProperty("unclaimed").GetInt32());
    }

    [Fact]
    public async Task Replay_that_goes_on_is_accepted_with_its_address()
    {
        var post = PostAsync("/groups/shipping/dead-letters/replay", """{"numbers":[3],"who":"ann","why":"fixed"}""");
        var start = _deadLetters.ExpectMsg<StartReplay>();
        Assert.Equal((3L, "ann", "fixed"), (Assert.Single(start.Numbers!), start.Who, start.Why));
        _deadLetters.Reply(Description(new ReplayProgress(start.Id, "ann", "fixed", 5, 2, 2, DateTimeOffset.UnixEpoch)));

        using var answer = await post;

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal($"/groups/shipping/dead-letters/replays/{start.Id}", answer.Headers.Location!.ToString());
        var replay = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            (start.Id, "running", 5, 2, 2, 1),
            (replay.GetProperty("id").GetString(), replay.GetProperty("state").GetString(), Number(replay, "total"), Number(replay, "done"),
                Number(replay, "left"), Number(replay, "skipped")));
    }

    [Fact]
    public async Task Replay_that_has_ended_is_answered_with_its_result_under_the_id_of_the_caller()
    {
        var post = PostAsync("/groups/shipping/dead-letters/replay", """{"id":"mend-7","who":"ann","why":"fixed"}""");
        var start = _deadLetters.ExpectMsg<StartReplay>();
        Assert.Equal(("mend-7", null), (start.Id, start.Numbers));
        _deadLetters.Reply(Description(new ReplayProgress("mend-7", "ann", "fixed", 5, 5, 0, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)));

        using var answer = await post;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("ended", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Replay_conflicts_with_the_one_that_runs()
    {
        var post = PostAsync("/groups/shipping/dead-letters/replay", """{"id":"mend-8","who":"ann","why":"fixed"}""");
        _deadLetters.ExpectMsg<StartReplay>();
        _deadLetters.Reply(Description(new ReplayProgress("mend-7", "bob", "fixed", 5, 2, 3, DateTimeOffset.UnixEpoch)));

        await ExpectProblem(await post, HttpStatusCode.Conflict, "replay mend-7 of bob is running: 3 of 5 letters are left");
    }

    [Fact]
    public async Task Start_of_a_replay_without_an_answer_says_how_to_find_out()
    {
        await using var app = await AdministrationApp.StartAsync(
            Sys, Database.Sqlite(_temp.File("coordinator.db")), new OneTopic(), _history, answerLimit: TimeSpan.FromMilliseconds(100));
        using var body = new StringContent("""{"id":"mend-7","who":"ann","why":"fixed"}""", System.Text.Encoding.UTF8, "application/json");

        using var answer = await app.Http.PostAsync("/groups/shipping/dead-letters/replay", body);

        await ExpectProblem(
            answer, HttpStatusCode.ServiceUnavailable, "replay mend-7 may have started. GET /groups/shipping/dead-letters/replays/mend-7 tells");
    }

    [Fact]
    public async Task Replay_is_shown_until_it_is_forgotten()
    {
        var get = _app.Http.GetAsync(new Uri("/groups/shipping/dead-letters/replays/mend-7", UriKind.Relative));
        Assert.Equal("mend-7", _deadLetters.ExpectMsg<DescribeReplay>().Id);
        _deadLetters.Reply(Description(new ReplayProgress("mend-7", "bob", "fixed", 5, 2, 3, DateTimeOffset.UnixEpoch)));
        Assert.Equal("bob", (await (await get).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("who").GetString());

        get = _app.Http.GetAsync(new Uri("/groups/shipping/dead-letters/replays/mend-6", UriKind.Relative));
        _deadLetters.ExpectMsg<DescribeReplay>();
        _deadLetters.Reply(new ReplayUnknown(new ConsumerGroup("shipping"), "mend-6"));
        await ExpectProblem(await get, HttpStatusCode.NotFound, "Group shipping has no replay mend-6");
    }

    [Theory]
    [InlineData("""{"id":"a b","who":"ann","why":"x"}""", "replay id 'a b' has ' ' at position 1")]
    [InlineData("""{"id":"r1","who":"ann"}""", "why must not be empty")]
    public async Task Replay_says_what_it_needs(string body, string problem) =>
        await ExpectProblem(await PostAsync("/groups/shipping/dead-letters/replay", body), HttpStatusCode.BadRequest, problem);

    [Fact]
    public async Task Dead_letters_are_discarded_only_by_number()
    {
        var discard = await PostAsync("/groups/shipping/dead-letters/discard", """{"who":"ann","why":"old"}""");
        await ExpectProblem(discard, HttpStatusCode.BadRequest, "numbers must list the dead letters");
    }

    [Theory]
    [InlineData("""{"numbers":7}""", "numbers must be a list of whole numbers")]
    [InlineData("""{"numbers":[1,"two"]}""", "numbers[1] must be a whole number")]
    [InlineData("""{"numbers":[99999999999999999999]}""", "numbers[0] must be a whole number")]
    public async Task Body_of_another_form_is_refused_with_the_words_of_its_sender(string body, string problem) =>
        await ExpectProblem(await PostAsync("/groups/shipping/dead-letters/discard", body), HttpStatusCode.BadRequest, problem);

    [Fact]
    public async Task Body_in_chunks_without_a_length_is_refused_when_it_is_too_large()
    {
        using var body = new StringContent(new string(' ', 200_000), System.Text.Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/transactions/order-1/resolve") { Content = body };
        request.Headers.TransferEncodingChunked = true;

        using var answer = await _app.Http.SendAsync(request);

        await ExpectProblem(answer, HttpStatusCode.RequestEntityTooLarge, "The body must have at most 65536 bytes, but has more.");
    }

    [Fact]
    public async Task Failure_of_the_node_tells_the_caller_nothing_of_its_inside()
    {
        _history.Failure = new InvalidOperationException($"{typeof(OneHistory)} at Host=db.internal in /var/lib/coordinator");

        using var answer = await _app.Http.GetAsync(new Uri("/transactions/order-1", UriKind.Relative));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("The request failed inside the node.", text, StringComparison.Ordinal);
        Assert.All(["Coordinator.", "InvalidOperation", "db.internal", "/var/lib"], inside => Assert.DoesNotContain(inside, text, StringComparison.Ordinal));
    }

    private static ReplayDescription Description(ReplayProgress progress) => new(new ConsumerGroup("shipping"), progress);

    private static int Number(JsonElement view, string property) => view.GetProperty(property).GetInt32();

    private async Task<string[]> ListAsync(string address)
    {
        var listed = await _app.Http.GetFromJsonAsync<JsonElement>(address);
        return [.. listed.GetProperty("transactions").EnumerateArray().Select(open => open.GetProperty("id").GetString()!)];
    }

    private async Task<HttpResponseMessage> PostAsync(string address, string json)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return await _app.Http.PostAsync(address, body);
    }

    private static async Task ExpectProblem(HttpResponseMessage answer, HttpStatusCode status, string detail)
    {
        Assert.Equal(status, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private sealed class OneHistory : ITransactionHistory
    {
        public IReadOnlyList<ITransactionEvent> Events { get; set; } = [];

        public Exception? Failure { get; set; }

        public Task<TransactionHistory> ReadAsync(TransactionId id) =>
            Failure is null ? Task.FromResult(new TransactionHistory(Events)) : Task.FromException<TransactionHistory>(Failure);
    }

    private sealed class OneTopic : ITopicCatalog
    {
        public const int QueueCount = 2;

        private static readonly TopicDescription Paid =
            new(new Topic("orders.paid"), QueueCount, [new ConsumerGroup("shipping")]);

        public bool TryGetQueueCount(Topic topic, out int queueCount) => throw new NotSupportedException();

        public Task<TopicAnswer> GetOrCreateAsync(Topic topic, ICreationRate rate, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<TopicAnswer> JoinAsync(Topic topic, ConsumerGroup group, ICreationRate rate, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<TopicDescription?> FindAsync(Topic topic, CancellationToken cancellationToken) =>
            Task.FromResult(topic == Paid.Topic ? Paid : null);

        public Task<IReadOnlyList<Topic>> ListAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Topic>>([Paid.Topic]);
    }
}
