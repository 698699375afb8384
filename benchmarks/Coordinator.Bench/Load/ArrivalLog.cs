using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Coordinator.Bench.Load;

/// <summary>Records when each message was first handled. Safe for concurrent use.</summary>
internal sealed class ArrivalLog
{
    private readonly Lock _lock = new();
    private readonly List<Arrival> _arrivals = [];

    public static string FileIn(string directory, string group) => Path.Combine(directory, $"arrivals-{group}.bin");

    /// <summary>Reads the arrival times of one producer's messages.</summary>
    public static Dictionary<long, long> Load(string file, int producer) =>
        MemoryMarshal.Cast<byte, Arrival>(File.ReadAllBytes(file)).ToArray()
            .Where(arrival => arrival.Producer == producer)
            .ToDictionary(arrival => arrival.Number, arrival => arrival.At);

    public void Add(Payload payload)
    {
        var arrival = new Arrival(payload.Producer, payload.Number, Stopwatch.GetTimestamp());
        lock (_lock)
            _arrivals.Add(arrival);
    }

    public void Save(string file)
    {
        lock (_lock)
            File.WriteAllBytes(file, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_arrivals)));
    }

    private readonly record struct Arrival(long Producer, long Number, long At);
}
