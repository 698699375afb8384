namespace Coordinator.Harness.Histories;

/// <summary>
/// Pairs of commits that share a key, counted for each group and key. The second commit began after the first was confirmed or stored, and messages
/// of both arrived.
/// </summary>
/// <param name="Judged">Number of pairs.</param>
/// <param name="AtStake">
/// Pairs whose second commit began before the messages of the first had arrived. The order of the others cannot be wrong.
/// </param>
public sealed record CommitPairs(int Judged, int AtStake);
