using System.Collections.Concurrent;
using Akka.Actor;
using Akka.TestKit;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Link;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Tests.Checking;

public sealed class CheckResponderSpec : VirtualClockKit
{
    private readonly TestProbe _link;
    private readonly LogLines _log = new();
    private Action? _onCancellation;
    private int _ended;
    private readonly ConcurrentQueue<(TransactionId Id, TaskCompletionSource<CheckResult> Answer)> _asked = new();

    public CheckResponderSpec() => _link = CreateTestProbe();

    [Fact]
    public async Task Checker_decides()
    {
        var responder = Start();
        responder.Tell(Check("a"));

        (await Asked(1))[0].Answer.SetResult(CheckResult.Committed());

        Assert.Equal((new TransactionId("a"), 1, CheckVerdict.Committed), Answered());
    }

    [Fact]
    public async Task Exception_of_the_checker_is_a_failed_check_with_its_words()
    {
        var responder = Start();
        responder.Tell(Check("a"));

        (await Asked(1))[0].Answer.SetException(new TimeoutException("database away"));

        var answer = Answer();
        Assert.Equal(CheckVerdict.Failed, answer.Verdict);
        Assert.Contains("database away", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_transaction_is_never_checked_twice_at_once_and_the_newest_question_is_answered()
    {
        var responder = Start();
        responder.Tell(Check("a", 1));
        var asked = await Asked(1);
        responder.Tell(Check("a", 2));
        responder.Tell(Check("a", 1));
        await Settled(responder);

        asked[0].Answer.SetResult(CheckResult.RolledBack());

        Assert.Equal((new TransactionId("a"), 2, CheckVerdict.RolledBack), Answered());
        _link.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Single(_asked);
    }

    [Fact]
    public async Task No_more_checks_run_at_once_than_allowed()
    {
        var responder = Start(concurrency: 2);
        foreach (var id in new[] { "a", "b", "c" })
            responder.Tell(Check(id));
        var asked = await Asked(2);
        await Settled(responder);
        Assert.Equal(2, _asked.Count);

        asked[0].Answer.SetResult(CheckResult.Committed());

        Assert.Equal(new TransactionId("c"), (await Asked(3))[2].Id);
    }

    [Fact]
    public async Task Check_fails_when_too_many_wait()
    {
        var responder = Start(concurrency: 1);
        for (var number = 0; number <= 64; number++)
            responder.Tell(Check($"t-{number}"));
        await Asked(1);

        responder.Tell(Check("one-too-many"));

        Assert.Equal((new TransactionId("one-too-many"), 1, CheckVerdict.Failed), Answered());
    }

    [Fact]
    public async Task Slow_checker_fails_in_time_and_its_late_decision_is_still_told()
    {
        var responder = Start();
        responder.Tell(Check("a"));
        var asked = await Asked(1);

        Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal((new TransactionId("a"), 1, CheckVerdict.Failed), Answered());
        asked[0].Answer.SetResult(CheckResult.Committed());

        Assert.Equal((new TransactionId("a"), 1, CheckVerdict.Committed), Answered());
    }

    [Fact]
    public async Task Slow_checker_that_is_still_undecided_is_not_told_again()
    {
        var responder = Start();
        responder.Tell(Check("a"));
        var asked = await Asked(1);
        Time.Advance(TimeSpan.FromSeconds(4));
        Answered();

        asked[0].Answer.SetResult(CheckResult.InProgress());

        _link.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Transaction_can_be_checked_again_after_an_answer()
    {
        var responder = Start();
        responder.Tell(Check("a", 1));
        (await Asked(1))[0].Answer.SetResult(CheckResult.InProgress());
        Answered();

        responder.Tell(Check("a", 2));
        (await Asked(2))[1].Answer.SetResult(CheckResult.Committed());

        Assert.Equal((new TransactionId("a"), 2, CheckVerdict.Committed), Answered());
    }

    [Fact]
    public async Task Callback_that_the_checker_registered_may_throw_when_it_is_cancelled()
    {
        var responder = Start();
        _onCancellation = () => throw new InvalidOperationException("not prepared for this");
        responder.Tell(Check("a"));
        var asked = await Asked(1);

        Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal((new TransactionId("a"), 1, CheckVerdict.Failed), Answered());
        asked[0].Answer.SetResult(CheckResult.Committed());

        Assert.Equal((new TransactionId("a"), 1, CheckVerdict.Committed), Answered());
        await Eventually.TrueAsync(() => _log.Of(LogLevel.Warning).Any(), "it is logged");
    }

    [Fact]
    public async Task Callback_that_the_checker_registered_may_block_when_it_is_cancelled()
    {
        var responder = Start();
        using var unblock = new ManualResetEventSlim();
        _onCancellation = () => unblock.Wait(TimeSpan.FromSeconds(10));
        responder.Tell(Check("a"));
        await Asked(1);

        Time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal((new TransactionId("a"), 1, CheckVerdict.Failed), Answered());
        unblock.Set();
    }

    [Fact]
    public async Task Check_that_ends_after_a_restart_changes_nothing()
    {
        var responder = Start(concurrency: 1);
        responder.Tell(Check("a"));
        var before = (await Asked(1))[0];
        ((IInternalActorRef)responder).Restart(new InvalidOperationException("a bug"));
        foreach (var id in new[] { "a", "b" })
            responder.Tell(Check(id));
        var after = (await Asked(2))[1];

        before.Answer.SetResult(CheckResult.InProgress());
        await Eventually.TrueAsync(() => _ended == 1, "the first has ended");
        await Settled(responder);
        Assert.Equal(2, _asked.Count);
        after.Answer.SetResult(CheckResult.Committed());

        Assert.Equal((new TransactionId("a"), 1, CheckVerdict.Committed), Answered());
        Assert.Equal(new TransactionId("b"), (await Asked(3))[2].Id);
    }

    [Fact]
    public async Task Checker_that_ignores_its_cancellation_is_reported_once()
    {
        using var stuck = new Counted(CheckMetrics.Stuck);
        var responder = Start();
        responder.Tell(Check("a"));
        await Asked(1);

        for (var passed = 1; passed <= 10; passed++)
        {
            Assert.Equal(passed > 2 ? 1 : 0, stuck.Sum);
            Time.Advance(TimeSpan.FromSeconds(4));
            await Settled(responder);
        }

        Assert.Contains("CheckConcurrency", Assert.Single(_log.Of(LogLevel.Error)), StringComparison.Ordinal);
    }

    private IActorRef Start(int concurrency = 16)
    {
        var services = new ServiceCollection().AddSingleton<ITransactionChecker>(new FunctionChecker((check, ct) =>
        {
            if (_onCancellation is { } callback)
                ct.Register(callback);
            var answer = new TaskCompletionSource<CheckResult>(TaskCreationOptions.RunContinuationsAsynchronously);
            _asked.Enqueue((check.Id, answer));
            return Ending(answer.Task);
        })).BuildServiceProvider();
        var runner = new CheckRunner(services, _log);
        return _link.ChildActorOf(Props.Create(() => new CheckResponder(runner, TimeSpan.FromSeconds(4), concurrency, _log)));
    }

    private async Task<CheckResult> Ending(Task<CheckResult> answer)
    {
        var result = await answer;
        Interlocked.Increment(ref _ended);
        return result;
    }

    private static CheckTransaction Check(string id, int number = 1) =>
        new(new TransactionId(id), new ProducerGroup("orders"), number, [ParticipantApp.Message]);

    private async Task<(TransactionId Id, TaskCompletionSource<CheckResult> Answer)[]> Asked(int count)
    {
        await Eventually.TrueAsync(() => _asked.Count >= count, $"{count} checks are asked");
        return [.. _asked];
    }

    private CheckAnswer Answer() => Assert.IsType<CheckAnswer>(_link.ExpectMsg<SendItem>().Item);

    private (TransactionId Id, int Number, CheckVerdict Verdict) Answered()
    {
        var answer = Answer();
        return (answer.Id, answer.Number, answer.Verdict);
    }

    private static async Task Settled(IActorRef actor) =>
        await actor.Ask<ActorIdentity>(new Identify(0), TimeSpan.FromSeconds(5));
}
