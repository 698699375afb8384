using System.Collections.Concurrent;
using Akka.Actor;
using Coordinator.CheckBack;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Testing;

namespace Coordinator.Tests.CheckBack;

/// <summary>Race 18: all instances of a producer group are away for a day.</summary>
[Trait("race", "18")]
public sealed class AbsentGroupSpec : VirtualTimeKit
{
    private const int Transactions = 150;
    private static readonly ProducerGroup Orders = new("orders");
    private static readonly InstanceId A = new("a");

    private readonly CheckOptions _options = new()
    {
        CheckRatePerGroup = 50,
        CheckMaxInFlightPerGroup = 10,
        CheckMaxWaitingPerGroup = 40,
    };

    private readonly FakeIndex _index = new();
    private readonly ConcurrentDictionary<TransactionId, int> _decided = [];
    private readonly ConcurrentQueue<DateTimeOffset> _asked = [];
    private IActorRef _region = ActorRefs.Nobody;
    private IActorRef _sender = ActorRefs.Nobody;
    private IActorRef _sweep = ActorRefs.Nobody;
    private IActorRef _session = ActorRefs.Nobody;

    [Fact, Trait("race", "18")]
    public async Task All_transactions_are_asked_at_the_rate_of_the_group_when_it_returns_after_a_day_race_18()
    {
        for (var n = 0; n < Transactions; n++)
            _index.Add($"t{n}", Time.Now);
        Start();

        for (var away = TimeSpan.Zero; away < TimeSpan.FromDays(1); away += TimeSpan.FromMinutes(2))
            await AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Empty(_decided);

        _session = Sys.ActorOf(Props.Create(() => new AnsweringSession(_sender, _asked)));
        _sender.Tell(new RegisterProducer(A, [Orders], _session));
        var returnedAt = Time.Now;
        while (_decided.Count < Transactions && Time.Now < returnedAt.AddMinutes(2))
            await AdvanceAsync(TimeSpan.FromMilliseconds(20));

        Assert.Equal(Transactions, _decided.Count);
        Assert.All(_decided.Values, times => Assert.Equal(1, times));
        Assert.Equal(Transactions, _asked.Count);
        AssertRate();
    }

    private void Start()
    {
        var policy = new CheckPolicy(_options);
        _region = Sys.ActorOf(Props.Create(() => new WaitingTransactions(policy, Orders, () => _sender, Decide)));
        _sender = Sys.ActorOf(CheckSender.Props(_options, () => _region, () => _sweep));
        _sweep = Sys.ActorOf(OpenTransactionSweep.Props(_options, _index, new FakeMarks(), () => _region));
    }

    private void Decide(TransactionId id)
    {
        _index.Decide(id);
        _decided.AddOrUpdate(id, 1, (_, times) => times + 1);
    }

    private void AssertRate()
    {
        var asked = _asked.ToArray();
        var burst = _options.CheckRatePerGroup / 10;
        for (var from = 0; from < asked.Length; from++)
        {
            for (var to = from; to < asked.Length; to++)
            {
                var allowed = burst + ((asked[to] - asked[from]).TotalSeconds * _options.CheckRatePerGroup);
                Assert.True(to - from + 1 <= allowed + 0.001, $"{to - from + 1} checks within {asked[to] - asked[from]}");
            }
        }
    }

    /// <summary>Advances, and goes on when every actor has worked off what that brought.</summary>
    private async Task AdvanceAsync(TimeSpan step)
    {
        Time.Advance(step);
        for (var round = 0; round < 2; round++)
        {
            foreach (var actor in (IActorRef[])[_sweep, _region, _sender, _session])
            {
                if (!actor.IsNobody())
                    await actor.Ask<ActorIdentity>(new Identify(null), CancellationToken.None);
            }
        }
    }

    private sealed class AnsweringSession : ReceiveActor
    {
        public AnsweringSession(IActorRef sender, ConcurrentQueue<DateTimeOffset> asked) => Receive<CheckTransaction>(check =>
        {
            asked.Enqueue(Context.System.Scheduler.Now);
            sender.Tell(new CheckAnswered(A, new CheckAnswer(check.Id, check.Group, check.Number, CheckVerdict.Committed)));
        });
    }
}
