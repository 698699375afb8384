namespace Coordinator.Participants.Fence;

/// <summary>SQL statements of the purge of outcomes in each dialect. They go along the primary key, a page at a time.</summary>
/// <param name="SelectPage">
/// Reads the ids of a page, and what becomes of each: 0, it stays for good; 1, it goes unless it is excepted; 2, it stays because it is too young.
/// </param>
/// <param name="DeletePage">Deletes the outcomes of a page that may go.</param>
/// <param name="DeleteOne">Deletes one outcome, if it may go.</param>
internal sealed record OutcomePurgeSql(string SelectPage, string DeletePage, string DeleteOne)
{
    // A row with a business key outlives the purge: it is what makes the key unique. Rows of libraries that recorded no group stay as well.
    private const string IsOwn = "business_key IS NULL AND coalesce(producer_group, '') = @group_name";

    private const string IsOld = "coalesce(recorded_ms, 0) <= @recorded_before";

    public static OutcomePurgeSql Of(SqlDialect dialect)
    {
        var mayGo = $"{IsOwn} AND {Watermark.IsTimeOrdered(dialect, "transaction_id")}";
        var except = dialect.Choose("SELECT value FROM json_each(@except)", "SELECT jsonb_array_elements_text(@except::jsonb)");
        return new OutcomePurgeSql(
            SelectPage: $"""
                SELECT transaction_id, CASE WHEN NOT ({mayGo}) THEN 0 WHEN {IsOld} THEN 1 ELSE 2 END FROM coordinator_outcomes
                WHERE transaction_id > @after AND transaction_id < @before ORDER BY transaction_id LIMIT {Watermark.BatchSize}
                """,
            DeletePage: $"""
                DELETE FROM coordinator_outcomes WHERE transaction_id > @after AND transaction_id <= @last
                  AND {mayGo} AND {IsOld} AND transaction_id NOT IN ({except})
                """,
            DeleteOne: $"DELETE FROM coordinator_outcomes WHERE transaction_id = @id AND {mayGo} AND {IsOld}");
    }
}
