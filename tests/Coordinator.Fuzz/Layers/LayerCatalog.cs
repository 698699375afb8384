using Coordinator.Fuzz.Mutating;
using Coordinator.Fuzz.Scripts;

namespace Coordinator.Fuzz.Layers;

/// <summary>All layers, and the scripts of a seed.</summary>
internal static class LayerCatalog
{
    public static IReadOnlyList<ILayer> All { get; } =
        [new FrameLayer(), new EnvelopeLayer(), new HandshakeLayer(), new SessionLayer(), new ConnectionLayer()];

    public static ILayer? Find(string name) => All.FirstOrDefault(layer => layer.Name == name);

    /// <summary>Makes the script of an iteration: the same one for the same seed, layers and number.</summary>
    public static Script ScriptOf(int seed, long iteration, IReadOnlyList<ILayer> layers)
    {
        var random = FuzzRandom.Of(seed, iteration);
        var layer = random.Pick(layers);
        var node = random.Below(int.MaxValue);
        return new Script(iteration, layer.Name, node, layer.Steps(random, iteration));
    }
}
