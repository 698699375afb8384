using LinqToDB;

namespace Coordinator.Persistence.GroupCommit;

internal static class EventStores
{
    /// <param name="provider">As Akka.Persistence.Sql's <c>provider-name</c>.</param>
    /// <param name="connectionString">As Akka.Persistence.Sql's <c>connection-string</c>.</param>
    public static IEventStore Open(string provider, string connectionString) => provider switch
    {
        ProviderName.SQLiteMS => new SqliteEventStore(connectionString),
        _ when provider.StartsWith(ProviderName.PostgreSQL, StringComparison.Ordinal) => new PostgresEventStore(connectionString),
        _ => throw new ArgumentException($"Journal provider '{provider}' is not supported; SQLite.MS and PostgreSQL are.", nameof(provider)),
    };
}
