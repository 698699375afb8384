using System.Data.Common;
using Coordinator.Delivery.Common;
using Coordinator.Persistence;
using Coordinator.Topics.Log;
using Coordinator.Topics.Schemas;

namespace Coordinator.Delivery.Bounds;

/// <summary>Lists the copies with SQL.</summary>
internal sealed class SqlCopyList(Database database) : ICopyList
{
    // Persistence/Sql/copies.*.sql adds the index for it. An order by language would take other ids into the range.
    private readonly string _select = database.Engine == StorageEngine.Sqlite
        ? Select("persistence_id", "INTEGER")
        : Select("persistence_id COLLATE \"C\"", "bigint");

    public async Task<IReadOnlyList<long>> LowestAsync(GroupQueue of, long before, int most)
    {
        // SQLite's asynchronous methods run synchronously and would block an actor's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = _select;
        var prefix = QueueName.CopiesPrefix(of.Queue, of.Group);
        command.Add("@from", prefix);
        // The character after the slash.
        command.Add("@to", prefix[..^1] + '0');
        command.Add("@place", prefix.Length + 1);
        command.Add("@before", before);
        command.Add("@most", most);
        await using var rows = await command.ExecuteReaderAsync();
        var offsets = new List<long>();
        while (await rows.ReadAsync())
            offsets.Add(rows.GetInt64(0));
        return offsets;
    }

    private static string Select(string id, string number) => $"""
        SELECT place FROM (
          SELECT CAST(SUBSTR(persistence_id, @place) AS {number}) AS place FROM journal
          WHERE manifest = '{TopicSchemas.Copied}' AND {id} >= @from AND {id} < @to) copies
        WHERE place < @before ORDER BY place LIMIT @most
        """;
}
