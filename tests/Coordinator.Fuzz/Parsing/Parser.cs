using Coordinator.Fuzz.Mutating;

namespace Coordinator.Fuzz.Parsing;

/// <summary>Parser of bytes that a peer sends, and samples that it accepts.</summary>
/// <param name="Name">Name for messages.</param>
/// <param name="Sample">Returns bytes that the parser accepts, or nearly so.</param>
/// <param name="Read">Reads bytes. It throws nothing, unless the parser is broken.</param>
internal sealed record Parser(string Name, Func<FuzzRandom, byte[]> Sample, Action<FuzzRandom, byte[]> Read);
