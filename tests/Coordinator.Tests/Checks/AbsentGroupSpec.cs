using System.Net.Http.Json;
using System.Text.Json;
using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Producing;
using Coordinator.Tests.Administration;
using Coordinator.Tests.Sessions;
using Coordinator.Tests.Transactions;
using Coordinator.Transactions;

namespace Coordinator.Tests.Checks;

/// <summary>Race 18: all instances of a producer group are away for a day.</summary>
[Trait("race", "18")]
public sealed class AbsentGroupSpec : CheckBackKit, IAsyncLifetime
{
    private const int Transactions = 200;
    private const int PerSecond = 50;
    private const int Burst = PerSecond / 10;
    private const int AtOnce = 10;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortStep = TimeSpan.FromMilliseconds(50);
    private static readonly InstanceId Returned = new("orders-b");

    private readonly AskedChecks _asked;
    private AdministrationApp _app = null!;

    public AbsentGroupSpec()
    {
        Options.CheckRatePerGroup = PerSecond;
        Options.CheckMaxInFlightPerGroup = AtOnce;
        // The first half reaches the limit of checks in flight, the second that of the rate.
        _asked = new AskedChecks(slow: Transactions / 2, Activity);
    }

    public async Task InitializeAsync() => _app = await AdministrationApp.StartAsync(Sys, Database, new FixedTopics(), History);

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact, Trait("race", "18")]
    public async Task All_wait_visibly_for_a_day_and_are_resolved_at_the_groups_rate_when_it_returns_race_18()
    {
        await BeAwayAsync(TimeSpan.FromDays(1));
        await ExpectAllWaitAsync();

        // A transaction still in memory would wait 16 s or more unless it is told to check now.
        await ReturnAsync(within: TimeSpan.FromSeconds(10));

        await ExpectAllResolvedAsync();
        Assert.InRange(_asked.MostPerSecond(), PerSecond, PerSecond + Burst);
        Assert.Equal(AtOnce, _asked.MostAtOnce);
    }

    [Fact, Trait("race", "18")]
    public async Task Those_who_find_the_line_full_come_again_race_18()
    {
        Options.CheckMaxWaitingPerGroup = Transactions / 10;
        Schedule.TransactionCheckInterval = TimeSpan.FromSeconds(2);
        await BeAwayAsync(TimeSpan.FromHours(1));

        await ReturnAsync(within: TimeSpan.FromSeconds(30));

        await ExpectAllResolvedAsync();
        Assert.InRange(_asked.MostPerSecond(), 1, PerSecond + Burst);
        Assert.Equal(AtOnce, _asked.MostAtOnce);
    }

    private static TransactionId Id(int number) => new($"order-{number:D3}");

    private async Task BeAwayAsync(TimeSpan duration)
    {
        StartCheckBack();
        for (var number = 0; number < Transactions; number++)
        {
            var prepared = await Region.Ask<TransactionReply>(Some.Prepare() with { Id = Id(number) }, CancellationToken.None);
            Assert.Equal(TransactionOutcome.Accepted, prepared.Outcome);
        }

        for (var passed = TimeSpan.Zero; passed < duration; passed += Step)
            await AdvanceAsync(Step);
    }

    private async Task ReturnAsync(TimeSpan within)
    {
        Register(Returned, Sys.ActorOf(Props.Create(() => new AnsweringProducer(Returned, Checks, _asked))));
        for (var passed = TimeSpan.Zero; passed < within && _asked.AnsweredCount < Transactions; passed += ShortStep)
            await AdvanceAsync(ShortStep);
    }

    private async Task ExpectAllWaitAsync()
    {
        var memory = await MemoryAsync();
        Assert.InRange(memory.Transactions.Count, 1, Transactions / 2);
        Assert.InRange(memory.Starts, 2 * Transactions, int.MaxValue);
        Assert.Equal(Transactions, (await OpenAsync()).Count(open => open.GetProperty("phase").GetString() == "prepared"));
        for (var number = 0; number < Transactions; number++)
        {
            var shown = await _app.Http.GetFromJsonAsync<JsonElement>($"/transactions/{Id(number)}");
            Assert.Equal("prepared", shown.GetProperty("phase").GetString());
            Assert.Equal(
                ["prepared", "check: no instance"],
                shown.GetProperty("timeline").EnumerateArray().Select(entry => entry.GetProperty("kind").GetString()));
        }
    }

    private async Task ExpectAllResolvedAsync()
    {
        Assert.Empty(await OpenAsync());
        Assert.Equal(Transactions, _asked.All.Select(asked => asked.Id).Distinct().Count());
        Assert.Equal(Transactions, _asked.All.Count);
        var timeline = new TransactionTimeline(History, new CheckPolicy(Schedule), () => Time.Now);
        for (var number = 0; number < Transactions; number++)
        {
            var description = await timeline.DescribeAsync(Id(number));
            Assert.Equal(
                AskedChecks.VerdictOf(Id(number)) is CheckVerdict.Committed ? TransactionPhase.Completed : TransactionPhase.RolledBack,
                description.Phase);
            Assert.Equal(Returned, Assert.IsType<DecidedBy.Check>(description.DecidedBy).Instance);
        }
    }

    private async Task<IReadOnlyList<JsonElement>> OpenAsync() =>
        [.. (await _app.Http.GetFromJsonAsync<JsonElement>("/transactions?limit=1000")).GetProperty("transactions").EnumerateArray()];
}
