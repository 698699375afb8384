using Akka.Actor;
using BenchmarkDotNet.Attributes;
using Coordinator.Contracts;
using Coordinator.Hosting.Serialization;
using Coordinator.Topics.Log;
using Coordinator.Transactions;

namespace Coordinator.Microbenchmarks;

/// <summary>Measures the two events that contain a message.</summary>
[MemoryDiagnoser]
public class JournalSerializerBenchmarks
{
    private readonly TransactionPrepared _prepared = new(
        Sample.Producers,
        Sample.Instance,
        Sample.Prepare.Messages,
        TransactionDigest.Of(Sample.Producers, Sample.Prepare.Messages),
        null,
        Sample.Now);

    private readonly EntryAppended _appended = new(new MessageId(Sample.Id(1), 0), Sample.Message, Sample.Now, Sample.Now);

    private ActorSystem _system = null!;
    private JournalSerializer _serializer = null!;
    private byte[] _preparedBytes = [];
    private byte[] _appendedBytes = [];

    [GlobalSetup]
    public void Start()
    {
        _system = ActorSystem.Create("bench");
        _serializer = new JournalSerializer((ExtendedActorSystem)_system);
        (_preparedBytes, _appendedBytes) = (WritePrepared(), WriteAppended());
    }

    [GlobalCleanup]
    public Task StopAsync() => _system.Terminate();

    [Benchmark]
    public byte[] WritePrepared() => _serializer.ToBinary(_prepared);

    [Benchmark]
    public object ReadPrepared() => _serializer.FromBinary(_preparedBytes, _serializer.Manifest(_prepared));

    [Benchmark]
    public byte[] WriteAppended() => _serializer.ToBinary(_appended);

    [Benchmark]
    public object ReadAppended() => _serializer.FromBinary(_appendedBytes, _serializer.Manifest(_appended));
}
