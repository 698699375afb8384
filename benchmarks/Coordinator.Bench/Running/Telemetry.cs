namespace Coordinator.Bench.Running;

internal enum Telemetry
{
    Off,
    On,
}
