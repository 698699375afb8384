using Coordinator.Persistence.Schemas;

namespace Coordinator.Recovery;

/// <summary>
/// Progress of the sweep. A mark stays valid, because nothing is prepared below a settled ordering. An old mark only makes the next
/// start read more.
/// </summary>
/// <param name="Place">Ordering up to which only the <paramref name="Kept" /> transactions may be open.</param>
/// <param name="Kept">Orderings of the prepares of those transactions.</param>
internal sealed record SweepMark(long Place, IReadOnlyList<long> Kept) : IJournaled;
