namespace Coordinator.Persistence.GroupCommit;

/// <summary>SQL about the bounds of persistence ids. It serves both engines.</summary>
internal static class BoundsSql
{
    /// <summary>
    /// Select list of an <see cref="EventBounds" />, for a source with the name <c>asked</c> and the column <c>id</c>. The highest number
    /// must not be read from the journal alone: an emptied id would begin at 1 again, behind everybody who has read it.
    /// </summary>
    public const string Columns = """
        coalesce((SELECT b.first_kept FROM coordinator_journal_bounds b WHERE b.persistence_id = asked.id), 1),
        (SELECT coalesce(max(known.number), 0) FROM (
          SELECT max(j.sequence_number) AS number FROM journal j WHERE j.persistence_id = asked.id
          UNION ALL
          SELECT b.next - 1 FROM coordinator_journal_bounds b WHERE b.persistence_id = asked.id) AS known)
        """;
}
