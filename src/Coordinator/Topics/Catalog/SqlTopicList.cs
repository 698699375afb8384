using System.Data.Common;
using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Persistence;
using Coordinator.Topics.Log;

namespace Coordinator.Topics.Catalog;

/// <summary>Reads the topics from the journal: a topic exists when its entity has a first event.</summary>
internal sealed class SqlTopicList(Database database) : ITopicList
{
    // Persistence/Sql/topics.*.sql adds the index for it.
    private const string Created = $"FROM journal WHERE manifest = '{ITopicEvent.Created}'";

    public async Task<IReadOnlyList<Topic>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = Select("persistence_id", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<string>();
        while (await rows.ReadAsync(cancellationToken))
            names.Add(rows.GetString(0)[QueueName.TopicPrefix.Length..]);
        names.Sort(StringComparer.Ordinal);
        return names.ConvertAll(name => new Topic(name));
    }

    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = Select("COUNT(*)", connection);
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    private static DbCommand Select(string columns, DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = $"SELECT {columns} {Created}";
        return command;
    }
}
