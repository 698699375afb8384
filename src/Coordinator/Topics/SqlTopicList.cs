using System.Data.Common;
using Coordinator.Contracts;

namespace Coordinator.Topics;

/// <summary>The journal is the list: a topic exists when its entity has a first event.</summary>
internal sealed class SqlTopicList(Func<DbConnection> connect) : ITopicList
{
    private const string Query =
        $"""
        SELECT persistence_id FROM journal
        WHERE sequence_number = 1 AND persistence_id LIKE '{QueueName.TopicPrefix}%'
        ORDER BY persistence_id
        """;

    public async Task<IReadOnlyList<Topic>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = connect();
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = Query;
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var topics = new List<Topic>();
        while (await rows.ReadAsync(cancellationToken))
            topics.Add(new Topic(rows.GetString(0)[QueueName.TopicPrefix.Length..]));
        return topics;
    }
}
