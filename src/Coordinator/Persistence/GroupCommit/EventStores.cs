using LinqToDB;

namespace Coordinator.Persistence.GroupCommit;

internal static class EventStores
{
    /// <param name="provider"><c>provider-name</c> of Akka.Persistence.Sql.</param>
    /// <param name="connectionString"><c>connection-string</c> of Akka.Persistence.Sql.</param>
    /// <param name="password">Returns the password for a new connection; <c>null</c> for that of the connection string.</param>
    public static IEventStore Open(string provider, string connectionString, Func<string?>? password = null) => provider switch
    {
        ProviderName.SQLiteMS => new SqliteEventStore(connectionString),
        _ when provider.StartsWith(ProviderName.PostgreSQL, StringComparison.Ordinal) => new PostgresEventStore(connectionString, password),
        _ => throw new ArgumentException($"The journal provider must be SQLite.MS or PostgreSQL, but is '{provider}'.", nameof(provider)),
    };
}
