namespace OrderPayment.Proof;

/// <summary>Views that the rules query: the coordinator's journal as a table of transactions, and the fence rows.</summary>
internal static class Views
{
    /// <summary>
    /// Reads the journal of a transaction, whose persistence id is <c>t-{id}</c>. Its events have short names: tp prepared, ta
    /// committed and in its queue, tm committed, tc completed (in every queue), tr rolled back. The first field of ta, tm and tr tells who
    /// decided. It begins with its tag and its length of one or two bytes. The tag of the kind follows: 0x0A for a command of the producer, 0x12 for a
    /// check, 0x1A for an operator.
    /// </summary>
    private const string Transactions = """
        CREATE TEMP VIEW transactions AS
        SELECT substr(e.persistence_id, 3) AS id,
               max(e.manifest = 'tp')      AS prepared,
               max(e.manifest IN ('ta', 'tm')) AS committed,
               max(e.manifest IN ('ta', 'tc')) AS completed,
               max(e.manifest = 'tr')      AS rolled_back,
               max(e.manifest IN ('ta', 'tm', 'tr')
                   AND substr(e.message, CASE WHEN substr(e.message, 2, 1) < x'80' THEN 3 ELSE 4 END, 1) = x'12')
                                           AS decided_by_check
        FROM coordinator.journal e
        WHERE e.persistence_id >= 't-' AND e.persistence_id < 't.'
        GROUP BY e.persistence_id
        """;

    private const string Fence = """
        CREATE TEMP VIEW fence AS
        SELECT transaction_id AS id, outcome = 'committed' AS committed FROM orders.coordinator_outcomes
        """;

    public static IReadOnlyList<string> All { get; } = [Transactions, Fence];
}
