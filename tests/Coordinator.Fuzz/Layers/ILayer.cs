using Coordinator.Fuzz.Mutating;
using Coordinator.Fuzz.Scripts;

namespace Coordinator.Fuzz.Layers;

/// <summary>Layer of the protocol that scripts attack, through the layers below it.</summary>
internal interface ILayer
{
    /// <summary>Name on the command line.</summary>
    string Name { get; }

    /// <summary>Description for users.</summary>
    string What { get; }

    /// <summary>Makes the steps of a script.</summary>
    /// <param name="random">Random numbers of the iteration.</param>
    /// <param name="iteration">Number of the iteration.</param>
    IReadOnlyList<Step> Steps(FuzzRandom random, long iteration);
}
