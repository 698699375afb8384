using Coordinator.Persistence.Schemas;

namespace Coordinator.Recovery;

/// <summary>
/// How far the sweep came. Once true it stays true: nothing is prepared below a settled place any more, so an old mark only
/// makes the next start read more.
/// </summary>
/// <param name="Place">Of what was prepared up to here in the journal, only <paramref name="Kept" /> may be open.</param>
/// <param name="Kept">The places of those transactions' prepares.</param>
internal sealed record SweepMark(long Place, IReadOnlyList<long> Kept) : IJournaled;
