using System.Data.Common;
using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Persistence;
using Coordinator.Topics.Log;
using Google.Protobuf;

namespace Coordinator.Topics.Catalog;

/// <summary>Reads the topics from the journal: one exists when its entity was created and not deleted since.</summary>
internal sealed class SqlTopicList(Database database) : ITopicList
{
    // Persistence/Sql/topics.*.sql adds the index for it.
    private const string Created = $"""
        FROM journal c WHERE c.manifest = '{ITopicEvent.Created}' AND NOT EXISTS (
          SELECT 1 FROM journal d
          WHERE d.persistence_id = c.persistence_id AND d.sequence_number > c.sequence_number AND d.manifest = '{ITopicEvent.Deleted}')
        """;

    private const string EverCreated = $"FROM journal WHERE manifest = '{ITopicEvent.Created}'";

    public Task<IReadOnlyList<Topic>> ReadAsync(CancellationToken cancellationToken) => ReadAsync($"c.persistence_id {Created}", cancellationToken);

    public Task<IReadOnlyList<Topic>> ReadUsedAsync(CancellationToken cancellationToken) =>
        ReadAsync($"DISTINCT persistence_id {EverCreated}", cancellationToken);

    private async Task<IReadOnlyList<Topic>> ReadAsync(string names, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = Select(names, connection);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<string>();
        while (await rows.ReadAsync(cancellationToken))
            found.Add(rows.GetString(0)[QueueName.TopicPrefix.Length..]);
        found.Sort(StringComparer.Ordinal);
        return found.ConvertAll(name => new Topic(name));
    }

    public async Task<CatalogCount> CountAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = Select($"c.message, COUNT(*) {Created} GROUP BY c.message", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var count = default(CatalogCount);
        while (await rows.ReadAsync(cancellationToken))
        {
            var topics = Convert.ToInt32(rows.GetValue(1), CultureInfo.InvariantCulture);
            count = new CatalogCount(count.Topics + topics, count.Queues + (topics * QueuesOf((byte[])rows.GetValue(0))));
        }

        return count;
    }

    /// <summary>Reads the number of queues from an event (Schemas/topics.proto), without the rest of it.</summary>
    private static int QueuesOf(byte[] created)
    {
        using var input = new CodedInputStream(created);
        return input.ReadTag() == WireFormat.MakeTag(1, WireFormat.WireType.Varint) ? input.ReadInt32() : 0;
    }

    private static DbCommand Select(string what, DbConnection connection)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is made of constants.
        command.CommandText = $"SELECT {what}";
#pragma warning restore CA2100
        return command;
    }
}
