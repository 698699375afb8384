using Coordinator.Bench.Load;
using Coordinator.Bench.Measuring;

namespace Coordinator.Bench.Running;

/// <summary>
/// Compares the messages that consumers handled with those that producers committed. Each message counts once for each group.
/// </summary>
internal sealed class Audit(string directory, RunPlan plan)
{
    private readonly SequenceSet[] _committed =
    [
        .. Enumerable.Range(plan.FirstProducer, plan.Producers)
            .Select(producer => SequenceSet.Load(ProducerProcess.CommittedFile(directory, producer))),
    ];

    public long Expected => plan.Groups * _committed.Sum(numbers => numbers.Count);

    /// <summary>Counts the messages that were committed and never handled.</summary>
    public long Missing() => Sum((committed, seen) => committed.CountWithout(seen));

    /// <summary>Counts the messages that were handled and never committed.</summary>
    public long Invented() => Sum((committed, seen) => seen.CountWithout(committed));

    private long Sum(Func<SequenceSet, SequenceSet, long> count) => Enumerable.Range(0, plan.Groups)
        .Select(ConsumerPlan.GroupName)
        .Sum(group => _committed.Index().Sum(
            producer => count(producer.Item, Seen(group, plan.FirstProducer + producer.Index))));

    private SequenceSet Seen(string group, int producer) =>
        ConsumerProcess.SeenFile(directory, group, producer) is var file && File.Exists(file)
            ? SequenceSet.Load(file)
            : new SequenceSet();
}
