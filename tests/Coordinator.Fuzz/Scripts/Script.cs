namespace Coordinator.Fuzz.Scripts;

/// <summary>Steps of one connection.</summary>
/// <param name="Iteration">Number of the iteration. With the seed it determines the steps.</param>
/// <param name="Layer">Layer that the steps attack.</param>
/// <param name="Node">Number of the node to connect to; taken modulo the number of nodes.</param>
/// <param name="Steps">The steps.</param>
internal sealed record Script(long Iteration, string Layer, int Node, IReadOnlyList<Step> Steps);
