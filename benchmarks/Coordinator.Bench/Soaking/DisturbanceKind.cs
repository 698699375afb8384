using System.Text.Json.Serialization;

namespace Coordinator.Bench.Soaking;

[JsonConverter(typeof(JsonStringEnumConverter<DisturbanceKind>))]
internal enum DisturbanceKind
{
    /// <summary>A group gets some hundred messages of a queue again.</summary>
    Rewind,

    /// <summary>SIGKILL of the process of a consumer group, which is started again at once.</summary>
    KillConsumer,

    /// <summary>SIGKILL of the producing service, which is started again at once.</summary>
    KillService,

    /// <summary>SIGKILL of the coordinator, which is started again at once.</summary>
    KillCoordinator,
}
