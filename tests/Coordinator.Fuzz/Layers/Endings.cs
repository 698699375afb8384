using Coordinator.Fuzz.Mutating;
using Coordinator.Fuzz.Scripts;

namespace Coordinator.Fuzz.Layers;

/// <summary>Pauses and ends of connections that all layers share.</summary>
internal static class Endings
{
    private const int LongestPauseMilliseconds = 20;

    public static Step Any(FuzzRandom random) => new Step.End(random.Pick(Enum.GetValues<Ending>()));

    /// <summary>Pause of a few milliseconds, in which the coordinator handles what came before.</summary>
    public static Step Pause(FuzzRandom random) => new Step.Pause(TimeSpan.FromMilliseconds(random.Below(LongestPauseMilliseconds)));
}
