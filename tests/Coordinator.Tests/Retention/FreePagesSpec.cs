using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Retention;
using Coordinator.Tests.Persistence.GroupCommit;
using JournalWrite = Coordinator.Persistence.GroupCommit.JournalWrite;

namespace Coordinator.Tests.Retention;

/// <summary>Tests that the file of SQLite shrinks after much was deleted, while it is written.</summary>
public sealed class FreePagesSpec
{
    [Fact]
    public async Task File_shrinks_in_small_batches_and_keeps_some_pages_for_new_rows()
    {
        var kit = await JournalKit.OpenAsync(StorageEngine.Sqlite, JournalKind.GroupCommit);
        try
        {
            var queues = GroupCommitQueues.Of(kit.Sys);
            await ExecuteAsync(kit.Database, """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
                INSERT INTO journal (created, deleted, persistence_id, sequence_number, message) SELECT 1, 0, 'x-' || i, 1, zeroblob(3000) FROM n
                """);
            var pages = new FreePages(kit.Database, queues, mostKept: 100);
            Assert.Equal((0, false), Text(await pages.DeleteAsync(10_000, default)));

            await ExecuteAsync(kit.Database, "DELETE FROM journal WHERE persistence_id LIKE 'x-%'");
            var full = await SqlitePages.ReadAsync(kit.Database, default);
            var batches = 0;
            while ((await pages.DeleteAsync(10_000, default)).IsMore)
            {
                batches++;
                Assert.True(await AppendAsync(queues, $"y-{batches}"));
            }

            var shrunk = await SqlitePages.ReadAsync(kit.Database, default);
            Assert.InRange(batches, full.Free / FreePages.MostAtOnce / 2, full.Free / FreePages.MostAtOnce + 1);
            Assert.InRange(shrunk.All, 1, full.All / 4);
            Assert.InRange(shrunk.Free, 1, 100 + FreePages.MostAtOnce);
            Assert.Equal((0, false), Text(await pages.DeleteAsync(10_000, default)));
        }
        finally
        {
            await kit.CloseAsync();
        }
    }

    private static (long, bool) Text(RetentionBatch batch) => (batch.Deleted, batch.IsMore);

    private static async Task<bool> AppendAsync(GroupCommitQueues queues, string id)
    {
        var ended = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        queues.Write(new JournalWrite([ExpiryStore.Row(id, 1)], ended.SetResult));
        return await ended.Task is null;
    }

    private static async Task ExecuteAsync(Database database, string sql)
    {
        await using var connection = await database.OpenAsync(default);
        await using var command = connection.Command(sql);
        await command.ExecuteNonQueryAsync();
    }
}
