using Akka.Actor;
using Akka.TestKit;
using Coordinator.Checks;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Testing;
using Coordinator.Transactions;

namespace Coordinator.Tests.Checks;

/// <summary>Check sender under virtual time, between probes for the actors around it.</summary>
public abstract class CheckSenderKit : VirtualTimeKit
{
    internal static readonly ProducerGroup Orders = new("orders");
    internal static readonly InstanceId A = new("a");
    internal static readonly InstanceId B = new("b");

    private IActorRef? _sender;

    protected CheckSenderKit()
    {
        Region = CreateTestProbe("transactions");
        Sweep = CreateTestProbe("sweep");
        Transaction = CreateTestProbe("transaction");
    }

    internal CheckOptions Options { get; } = new();

    protected TestProbe Region { get; }

    protected TestProbe Sweep { get; }

    /// <summary>Gets the probe that requests checks.</summary>
    protected TestProbe Transaction { get; }

    protected IActorRef CheckSender => _sender ??= Sys.ActorOf(
        Coordinator.Checks.CheckSender.Props(Orders, Options, () => Region, () => Sweep, new LogThrottle(TimeProvider.System)));

    internal TestProbe Connect(InstanceId instance)
    {
        var session = CreateTestProbe();
        CheckSender.Tell(new RegisterProducer(Orders, instance, session));
        return session;
    }

    internal void Request(string id, int number = 1, IActorRef? from = null) =>
        CheckSender.Tell(new RequestCheck(new TransactionId(id), Orders, number, []), from ?? Transaction);

    internal void Answer(InstanceId instance, CheckTransaction asked, CheckVerdict verdict) =>
        CheckSender.Tell(new CheckAnswered(instance, new CheckAnswer(asked.Id, asked.Group, asked.Number, verdict)));

    internal CheckConcluded ExpectConclusion(CheckEnding ending)
    {
        var conclusion = Transaction.ExpectMsg<CheckConcluded>();
        Assert.Equal(ending, conclusion.Ending);
        return conclusion;
    }

    /// <summary>Returns when the sender has handled everything sent so far.</summary>
    protected async Task SettledAsync() => await CheckSender.Ask<ActorIdentity>(new Identify(null), CancellationToken.None);
}
