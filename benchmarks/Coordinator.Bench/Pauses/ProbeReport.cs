using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coordinator.Bench.Pauses;

/// <summary>Result of the pause probe: a line of JSON on its standard output.</summary>
/// <param name="RealTime">Whether the probe ran with real-time priority.</param>
/// <param name="Stops">Stops since the probe began.</param>
internal sealed record ProbeReport(bool RealTime, IReadOnlyList<MachineStop> Stops)
{
    [JsonIgnore]
    public MachineStops MachineStops => new(Stops);

    public static ProbeReport Read(string line) => JsonSerializer.Deserialize<ProbeReport>(line)!;

    public void Say() => Console.Out.WriteLine(JsonSerializer.Serialize(this));
}
