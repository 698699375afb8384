using Akka.Actor;
using BenchmarkDotNet.Attributes;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;

namespace Coordinator.Microbenchmarks;

/// <summary>Measures frames with a given number of items. Figures are per frame.</summary>
[MemoryDiagnoser]
public class WireSerializerBenchmarks
{
    private ActorSystem _system = null!;
    private WireSerializer _serializer = null!;
    private Frame _prepares = null!;
    private Frame _deliveries = null!;
    private byte[] _preparesBytes = [];
    private byte[] _deliveriesBytes = [];

    [Params(1, 64)]
    public int Items { get; set; }

    [GlobalSetup]
    public void Start()
    {
        _system = ActorSystem.Create("bench");
        _serializer = new WireSerializer((ExtendedActorSystem)_system);
        _prepares = new Frame([.. Enumerable.Range(1, Items).Select(
            number => new Prepare(Sample.Id(number), Sample.Producers, [Sample.Message], null, number))]);
        _deliveries = new Frame([.. Enumerable.Range(1, Items).Select(number => new Deliver(
            new DeliveryId(Sample.Consumers, Sample.Queue, number, 1),
            new MessageId(Sample.Id(number), 0),
            Sample.Message,
            Sample.Now,
            TimeSpan.FromMinutes(1)))]);
        (_preparesBytes, _deliveriesBytes) = (WritePrepares(), WriteDeliveries());
    }

    [GlobalCleanup]
    public Task StopAsync() => _system.Terminate();

    [Benchmark]
    public byte[] WritePrepares() => _serializer.ToBinary(_prepares);

    [Benchmark]
    public object ReadPrepares() => _serializer.FromBinary(_preparesBytes, _serializer.Manifest(_prepares));

    [Benchmark]
    public byte[] WriteDeliveries() => _serializer.ToBinary(_deliveries);

    [Benchmark]
    public object ReadDeliveries() => _serializer.FromBinary(_deliveriesBytes, _serializer.Manifest(_deliveries));
}
