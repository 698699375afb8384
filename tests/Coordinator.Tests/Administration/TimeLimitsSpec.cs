using Akka.Hosting;
using Coordinator.Administration;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Transactions;

namespace Coordinator.Tests.Administration;

/// <summary>Compares time limits of which one waits for the other. The outer one must be longer, or it gives up before the answer.</summary>
public sealed class TimeLimitsSpec
{
    [Fact]
    public void Request_waits_longer_than_the_start_of_a_replay_takes() =>
        Assert.True(ReplayRequesters.LongestWait * 4 <= Entities.AnswerLimit);

    [Fact]
    public void Request_for_a_decision_waits_longer_than_the_transaction_waits_for_a_check()
    {
        var options = new TransactionOptions { CheckPatience = TimeSpan.FromMinutes(3) };
        Assert.True(new Entities(new ActorRegistry(), options).ResolveLimit > options.CheckPatience);
    }
}
