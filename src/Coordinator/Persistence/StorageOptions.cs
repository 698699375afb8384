using Coordinator.Common;

namespace Coordinator.Persistence;

/// <summary>Storage of the journal.</summary>
internal sealed class StorageOptions
{
    /// <summary>Directory of the SQLite database and of the node's files, created on the first start.</summary>
    public string DataDirectory { get; set; } = "./data";

    /// <summary>PostgreSQL connection string (Host=...;Database=...). None: SQLite in the data directory.</summary>
    public string? Postgres { get; set; }

    /// <summary>
    /// File with the PostgreSQL connection string, so that the password is in no command line. A changed password is in force for
    /// new connections within a second, without a restart. The stock journal keeps the one of the start.
    /// </summary>
    public string? PostgresFile { get; set; }

    /// <summary>
    /// Time that a starting node waits for a PostgreSQL that does not answer. It then ends with exit code 3.
    /// </summary>
    [OptionRange("0s", "1d")]
    public TimeSpan PostgresTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Journal implementation: GroupCommit, or Stock for the one of Akka.Persistence.Sql.</summary>
    public JournalKind Journal { get; set; } = JournalKind.GroupCommit;

    /// <summary>Errors, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var outside in OptionRange.Problems(this))
            yield return outside;
        if (string.IsNullOrWhiteSpace(DataDirectory))
            yield return "dataDirectory must be a path, but is empty.";
        if (Postgres is not null && PostgresFile is not null)
            yield return "postgres and postgresFile are both set: remove one of them.";
        if (PostgresFile is not null && !File.Exists(PostgresFile))
            yield return $"postgresFile must name a file, but there is no file {PostgresFile}.";
        else if (PostgresFile is not null && ConnectionStringFile.Problem(PostgresFile) is { } unusable)
            yield return $"postgresFile {PostgresFile} cannot be used: {unusable}";
        if (Postgres is not null && Database.PostgresProblem(Postgres) is { } problem)
            yield return $"postgres must be a connection string of PostgreSQL: {problem}";
    }

    public bool IsPostgres => Postgres is not null || PostgresFile is not null;

    /// <summary>Database that these options select.</summary>
    /// <param name="directory">Directory of SQLite's file, which is created; not needed for PostgreSQL.</param>
    /// <param name="changed">
    /// Called after a change of <see cref="PostgresFile" /> with the problem of the new content, or <c>null</c> when it is in force.
    /// </param>
    public Database DatabaseIn(DataDirectory? directory, Action<string?>? changed = null)
    {
        if (PostgresFile is not null)
            return Database.PostgreSql(new ConnectionStringFile(PostgresFile, TimeProvider.System, changed));
        if (Postgres is not null)
            return Database.PostgreSql(Postgres);
        ArgumentNullException.ThrowIfNull(directory);
        directory.CreateDatabaseFile();
        return Database.Sqlite(directory.DatabaseFile);
    }
}
