using Npgsql;
using NpgsqlTypes;

namespace Coordinator.Persistence.GroupCommit;

internal static class PostgresArray
{
    /// <summary>Adds the next positional parameter: one column of many rows.</summary>
    public static void AddArray<TElement>(this NpgsqlCommand command, NpgsqlDbType element, TElement[] values) =>
        command.Parameters.Add(new NpgsqlParameter<TElement[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | element });
}
