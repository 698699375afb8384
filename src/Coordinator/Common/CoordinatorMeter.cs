using System.Diagnostics.Metrics;

namespace Coordinator.Common;

/// <summary>Meter of everything that the coordinator counts.</summary>
internal static class CoordinatorMeter
{
    public const string Name = "Coordinator";

    public static readonly Meter Instance = new(Name);
}
