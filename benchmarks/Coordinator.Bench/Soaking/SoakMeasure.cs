using Coordinator.Bench.Measuring;
using Coordinator.Bench.Pauses;
using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Soaking;

/// <summary>Samples of a soak, and the measured time.</summary>
internal sealed class SoakMeasure(SoakCoordinator coordinator, SoakParticipants participants, SoakDatabases databases)
{
    private readonly MemorySamples _coordinator = new(() => [coordinator.Pid]);
    private readonly MemorySamples _participants = new(() => participants.Pids);
    private readonly SizeSamples _database = new(databases.Coordinator.SizeAsync);
    private readonly SizeSamples _services = new(databases.ServicesSizeAsync);

    /// <summary>Samples memory and sizes until it is stopped.</summary>
    public Task SampleAsync(CancellationToken stopped) => Task.WhenAll(
        _coordinator.SampleAsync(stopped), _participants.SampleAsync(stopped), _database.SampleAsync(stopped), _services.SampleAsync(stopped));

    /// <summary>Cuts the measured time into parts of equal length.</summary>
    /// <param name="window">Measured time.</param>
    /// <param name="count">Number of parts.</param>
    /// <param name="samples">Latencies of all effects.</param>
    /// <param name="stops">Stops of the machine.</param>
    /// <param name="disturbances">Times of the disturbances.</param>
    public IReadOnlyList<SoakPart> Parts(
        Window window, int count, IReadOnlyCollection<Sample> samples, MachineStops stops, MachineStops disturbances)
    {
        var length = (window.Until - window.From) / count;
        // Assign a sample by its end: a message counts where it was handled. Messages handled after the window are in no part.
        var byPart = samples.Where(sample => window.Has(sample.Until)).ToLookup(sample => (sample.Until - window.From) / length);
        return [.. Enumerable.Range(0, count).Select(Part)];

        SoakPart Part(int number)
        {
            var (from, until) = (window.From + (number * length), window.From + ((number + 1) * length));
            var all = Latencies.Of(MachineStops.None.Without(byPart[number]));
            return new SoakPart(Math.Round(new Window(window.From, from).Seconds, 1), byPart[number].Count(), all.P50, all.P99)
            {
                P99Undisturbed = Latencies.Of(disturbances.Without(byPart[number])).P99,
                LongestStop = stops.Within(new Window(from, until)).Longest is { } longest ? MachineStops.Length(longest).TotalMilliseconds : 0,
                CoordinatorMemory = _coordinator.Between(from, until),
                ServicesMemory = _participants.Between(from, until),
                Coordinator = _database.Between(from, until),
                Services = _services.Between(from, until),
            };
        }
    }
}
