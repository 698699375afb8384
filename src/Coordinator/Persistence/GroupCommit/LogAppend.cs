namespace Coordinator.Persistence.GroupCommit;

/// <summary>Entries of a log that are stored together, and together with their companion.</summary>
/// <param name="Entries">Entries, at least one. Their sequence numbers are given when they are stored.</param>
/// <param name="Companion">
/// Event of another entity, whose sequence number that entity has given. When the number is taken, nothing of the append is stored.
/// <c>null</c>: the entries have no companion.
/// </param>
internal sealed record LogAppend(IReadOnlyList<StoredEvent> Entries, StoredEvent? Companion);
