using System.Text.Json;
using Coordinator.Harness.Postgres;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;
using Npgsql;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>Tests how much of a long queue PostgreSQL reads to delete its first rows.</summary>
public sealed class DeletePlanSpec
{
    private const string Queue = "q-orders.paid/0";
    private const int Rows = 50_000;

    // A page of the index has about 150 rows of this kind, and the table more.
    private const int FewBlocks = 60;

    private static readonly string Fill = $"""
        INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier)
        SELECT 0, false, '{Queue}', number, ''::bytea, 'qe', 1 FROM generate_series(101, {Rows}) AS number;
        INSERT INTO coordinator_journal_bounds (persistence_id, first_kept, next) VALUES ('{Queue}', 101, {Rows + 1});
        ANALYZE journal;
        ANALYZE coordinator_journal_bounds
        """;

    [PostgresFact]
    public async Task Nothing_of_a_queue_is_read_when_nothing_is_left_below_its_bound() =>
        Assert.InRange(await BlocksAsync(PostgresBoundWriter.DeletePrefix, after: 0), 0, FewBlocks);

    /// <summary>The statement of before: with a join, the bound is compared with each row to the end of the queue.</summary>
    [PostgresFact]
    public async Task Join_with_the_bounds_reads_the_queue_to_its_end()
    {
        const string Join = """
            DELETE FROM journal WHERE ordering IN (
              SELECT j.ordering FROM journal j JOIN coordinator_journal_bounds b ON b.persistence_id = j.persistence_id
              WHERE j.persistence_id = $1 AND j.sequence_number < b.first_kept AND $3 >= 0
              ORDER BY j.sequence_number LIMIT $2)
            """;
        Assert.True(await BlocksAsync(Join, after: 0) > 10 * FewBlocks);
    }

    private static async Task<long> BlocksAsync(string statement, long after)
    {
        await using var server = await PostgresServer.CreateDatabaseAsync();
        await new SchemaInstaller(Database.PostgreSql(server.ConnectionString)).InstallAsync();
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using (var fill = new NpgsqlCommand(Fill, connection))
            await fill.ExecuteNonQueryAsync();
        await using var explain = new NpgsqlCommand($"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", connection);
        explain.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Queue });
        explain.Parameters.Add(new NpgsqlParameter<int> { TypedValue = EventTrimmer.Batch });
        explain.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        using var plan = JsonDocument.Parse((string)(await explain.ExecuteScalarAsync())!);
        var root = plan.RootElement[0].GetProperty("Plan");
        return root.GetProperty("Shared Hit Blocks").GetInt64() + root.GetProperty("Shared Read Blocks").GetInt64();
    }
}
