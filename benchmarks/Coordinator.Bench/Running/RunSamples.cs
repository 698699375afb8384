using Coordinator.Bench.Load;
using Coordinator.Bench.Measuring;
using Coordinator.Bench.Pauses;
using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Running;

/// <summary>Latency samples that the participants of a run wrote down.</summary>
internal sealed class RunSamples(string directory, RunPlan plan)
{
    public IEnumerable<Sample> Prepare => OfProducers(ProducerSamples.PrepareFile);

    public IEnumerable<Sample> Commit => OfProducers(ProducerSamples.CommitFile);

    public IEnumerable<Sample> EndToEnd => Enumerable.Range(0, plan.Groups)
        .SelectMany(group => SampleLog.Read(ConsumerProcess.SamplesFile(directory, ConsumerPlan.GroupName(group))));

    /// <summary>Computes the latencies of the samples that overlap no stop of the machine.</summary>
    /// <param name="stops">Stops of the machine.</param>
    /// <param name="measured">Number of end-to-end latencies, those that overlap a stop included.</param>
    public LatenciesWithoutStops Without(MachineStops stops, long measured)
    {
        var endToEnd = stops.Without(EndToEnd);
        return new LatenciesWithoutStops(
            Latencies.Of(stops.Without(Prepare)),
            Latencies.Of(stops.Without(Commit)),
            Latencies.Of(endToEnd),
            measured == 0 ? 0 : Math.Round(1 - ((double)endToEnd.Count / measured), 4));
    }

    private IEnumerable<Sample> OfProducers(Func<string, int, string> file) =>
        Enumerable.Range(plan.FirstProducer, plan.Producers).SelectMany(producer => SampleLog.Read(file(directory, producer)));
}
