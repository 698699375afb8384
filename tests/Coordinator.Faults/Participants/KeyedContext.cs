using System.Data.Common;
using Coordinator.Participants.Fence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Coordinator.Faults.Participants;

/// <summary>Context of a service with Entity Framework, whose execution strategy retries.</summary>
internal sealed class KeyedContext(DbContextOptions<KeyedContext> options) : DbContext(options)
{
    private const int Retries = 2;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    public DbSet<ChangeRow> Changes => Set<ChangeRow>();

    /// <summary>Makes a context on a connection, which the caller disposes.</summary>
    public static KeyedContext On(DbConnection connection, SqlDialect dialect)
    {
        var options = new DbContextOptionsBuilder<KeyedContext>();
        _ = dialect == SqlDialect.Sqlite
            ? options.UseSqlite(connection, sqlite => sqlite.ExecutionStrategy(dependencies => new RetryBusy(dependencies)))
            : options.UseNpgsql(connection, postgres => postgres.EnableRetryOnFailure(Retries, LongestWait, errorCodesToAdd: null));
        return new KeyedContext(options.Options);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var row = modelBuilder.Entity<ChangeRow>().ToTable(KeyedChanges.Table);
        row.HasKey(change => change.Number);
        row.Property(change => change.Number).HasColumnName("number").ValueGeneratedOnAdd();
        row.Property(change => change.Key).HasColumnName("business_key");
        row.Property(change => change.TransactionId).HasColumnName("transaction_id");
    }

    /// <summary>Retries a busy SQLite and a timeout, as <c>EnableRetryOnFailure</c> of other providers does.</summary>
    private sealed class RetryBusy(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(dependencies, Retries, LongestWait)
    {
        private const int Busy = 5;

        protected override bool ShouldRetryOn(Exception exception) => exception is TimeoutException or SqliteException { SqliteErrorCode: Busy };
    }
}

/// <summary>Business change under a key.</summary>
internal sealed class ChangeRow
{
    /// <summary>Number that the database makes.</summary>
    public long Number { get; init; }

    public required string Key { get; init; }

    public required string TransactionId { get; init; }
}
