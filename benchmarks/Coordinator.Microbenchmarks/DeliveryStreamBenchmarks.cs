using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using BenchmarkDotNet.Attributes;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Members;
using Coordinator.Delivery.Progress;
using Coordinator.Delivery.Stream;
using Coordinator.Topics.Log;

namespace Coordinator.Microbenchmarks;

/// <summary>
/// Measures the delivery stream from the log to the session and back, with one member that acknowledges. Figures are per
/// message.
/// </summary>
[MemoryDiagnoser]
public class DeliveryStreamBenchmarks
{
    private const int Messages = 20_000;
    private const int Room = 1_024;

    private readonly QueueEntry[] _entries = [.. Enumerable.Range(1, Messages).Select(Sample.Entry)];
    private ActorSystem _system = null!;
    private ActorMaterializer _materializer = null!;

    [GlobalSetup]
    public void Start()
    {
        _system = ActorSystem.Create("bench");
        _materializer = _system.Materializer();
    }

    [GlobalCleanup]
    public Task StopAsync() => _system.Terminate();

    [Benchmark(OperationsPerInvoke = Messages)]
    public async Task DeliverAndAcknowledge()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var member = _system.ActorOf(Props.Create(() => new AcknowledgingMember(done)));
        var options = new DeliveryOptions();
        var clock = SteadyClock.Of(_system.Scheduler);
        var scope = new DeliveryScope(
            new GroupQueue(Sample.Consumers, Sample.Queue),
            Run: 1,
            Owner: member,
            new GroupProgress(new ProgressSnapshot(0, []), new Dictionary<long, QueueEntry>(), clock, options),
            new MemberRotation(),
            options,
            clock,
            new OrderGate(),
            (_, _) => Task.FromResult<IReadOnlyList<QueueEntry>>([]),
            Epoch: 0);
        var ended = DeliveryStream.Of(scope, _ => Source.From(_entries).Concat(Source.Never<QueueEntry>())).Run(_materializer);
        await done.Task;
        member.Tell(StopDelivery.Instance);
        await ended;
    }

    /// <summary>Plays both the group's actor and the member's session.</summary>
    private sealed class AcknowledgingMember : ReceiveActor
    {
        private Action<IDeliverySignal>? _signal;
        private int _handled;

        public AcknowledgingMember(TaskCompletionSource done)
        {
            Receive<DeliveryStarted>(started =>
            {
                _signal = started.Signal;
                _signal(new AttachConsumer(
                    Sample.Queue, Sample.Consumers, Sample.Instance, Self, StartPosition.FromBeginning, [], Room, Lease: null));
            });
            Receive<Deliver>(deliver =>
            {
                _signal!(new SettleDelivery(new Acknowledge(deliver.Delivery)));
                if (++_handled == Messages)
                    done.SetResult();
            });
            Receive<StopDelivery>(stop =>
            {
                _signal!(stop);
                Context.Stop(Self);
            });
            // The stream's other progress messages are for the actor that saves them.
            ReceiveAny(_ => { });
        }
    }
}
