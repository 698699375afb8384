namespace Coordinator.Persistence;

/// <summary>Where the coordinator keeps what it must not forget.</summary>
internal sealed class StorageOptions
{
    /// <summary>The coordinator's own directory, made on the first start. Default ./data.</summary>
    public string DataDirectory { get; set; } = "./data";

    /// <summary>A PostgreSQL connection string (Host=...;Database=...). Default none: SQLite in the data directory.</summary>
    public string? Postgres { get; set; }

    /// <summary>A file with the PostgreSQL connection string, so that no secret stands in a command line. Default none.</summary>
    public string? PostgresFile { get; set; }

    /// <summary>
    /// How long a node that starts waits for a PostgreSQL that is away; 0 for not at all. It ends with exit code 3 then.
    /// Default 5 min; 0 to 1 day.
    /// </summary>
    public TimeSpan PostgresTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How events get into the database: GroupCommit, or Stock for Akka.Persistence.Sql's own way. Default GroupCommit.
    /// </summary>
    public JournalKind Journal { get; set; } = JournalKind.GroupCommit;

    /// <summary>What is wrong, one sentence per key; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(DataDirectory))
            yield return "dataDirectory is empty; a path is needed.";
        if (Postgres is not null && PostgresFile is not null)
            yield return "postgres and postgresFile are both given; one of them is allowed.";
        if (PostgresFile is not null && !File.Exists(PostgresFile))
            yield return $"postgresFile is {PostgresFile}; there is no such file.";
        if (Postgres is not null && Database.PostgresProblem(Postgres) is { } problem)
            yield return $"postgres is no connection string of PostgreSQL: {problem}";
        if (PostgresTimeout < TimeSpan.Zero || PostgresTimeout > TimeSpan.FromDays(1))
            yield return $"postgresTimeout is {PostgresTimeout}; allowed are {TimeSpan.Zero} to {TimeSpan.FromDays(1)}.";
    }

    public bool IsPostgres => Postgres is not null || PostgresFile is not null;

    /// <summary>The database that these options name.</summary>
    /// <param name="directory">Where SQLite's file is; not needed for PostgreSQL.</param>
    public Database DatabaseIn(DataDirectory? directory)
    {
        var connectionString = PostgresFile is null ? Postgres : File.ReadAllText(PostgresFile).Trim();
        return connectionString is null
            ? Database.Sqlite(directory?.DatabaseFile ?? throw new ArgumentNullException(nameof(directory)))
            : Database.PostgreSql(connectionString);
    }
}
