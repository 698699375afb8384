namespace Coordinator.Participants.Fence;

/// <summary>Tables that the fence and the inbox share when they are in one database. Each of their scripts creates them.</summary>
/// <remarks>
/// <para>
/// <c>coordinator_tables</c> has a row for each main table. <c>version</c> is its layout, and <c>compatible_from</c> is the oldest version
/// whose libraries may go on working with it. A table without a row has version 1.
/// </para>
/// <para>
/// <c>coordinator_purge_bounds</c> has a row for each bound that a purge commits before its first delete. <c>name</c> is the kind of the bound.
/// For outcomes, <c>group_name</c> is the producer group, and <c>bound</c> is a time in ids, in Unix milliseconds. For the inbox,
/// <c>group_name</c> is the consumer group, <c>topic</c> and <c>queue</c> name the queue, and <c>bound</c> is an offset in its log of that
/// <c>epoch</c>. Each epoch keeps its row. <c>excepted</c> is a JSON array of the offsets below the bound that may still be delivered.
/// </para>
/// </remarks>
internal static class SharedTables
{
    public const string Versions = "coordinator_tables";

    /// <summary>Table that version 1 lacks, and that every statement of the fence needs.</summary>
    public const string PurgeBounds = "coordinator_purge_bounds";

    private const string Sqlite = """
        CREATE TABLE IF NOT EXISTS coordinator_tables (
          name            TEXT    NOT NULL PRIMARY KEY,
          version         INTEGER NOT NULL,
          compatible_from INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS coordinator_purge_bounds (
          name       TEXT    NOT NULL,
          group_name TEXT    NOT NULL,
          topic      TEXT    NOT NULL DEFAULT '',
          queue      INTEGER NOT NULL DEFAULT 0,
          epoch      INTEGER NOT NULL DEFAULT 0,
          bound      INTEGER NOT NULL,
          excepted   TEXT    NOT NULL DEFAULT '[]',
          PRIMARY KEY (name, group_name, topic, queue, epoch)
        ) WITHOUT ROWID;
        """;

    private const string PostgreSql = """
        CREATE TABLE IF NOT EXISTS coordinator_tables (
          name            varchar(64) COLLATE "C" NOT NULL PRIMARY KEY,
          version         integer NOT NULL,
          compatible_from integer NOT NULL
        );
        CREATE TABLE IF NOT EXISTS coordinator_purge_bounds (
          name       varchar(32)  COLLATE "C" NOT NULL,
          group_name varchar(128) COLLATE "C" NOT NULL,
          topic      varchar(128) COLLATE "C" NOT NULL DEFAULT '',
          queue      integer      NOT NULL DEFAULT 0,
          epoch      bigint       NOT NULL DEFAULT 0,
          bound      bigint       NOT NULL,
          excepted   text         NOT NULL DEFAULT '[]',
          PRIMARY KEY (name, group_name, topic, queue, epoch)
        );
        """;

    public static string Create(SqlDialect dialect) => dialect.Choose(Sqlite, PostgreSql);

    /// <summary>
    /// Statement that records a version, but never a lower one than stands. It records nothing while the main table lacks a column of the
    /// version. The script for a new database leaves an older table as it is, and must not claim more.
    /// </summary>
    public static string RecordVersion(TableSet tables) => $"""
        INSERT INTO {Versions} (name, version, compatible_from)
        SELECT '{tables.Name}', {tables.Version}, {tables.CompatibleFrom}
        WHERE (SELECT count(*) FROM {ColumnsOf(tables)} IN ('{string.Join("', '", tables.NewColumns)}')) = {tables.NewColumns.Count}
        ON CONFLICT (name) DO UPDATE SET version = excluded.version, compatible_from = excluded.compatible_from
        WHERE {Versions}.version < excluded.version;
        """;

    /// <summary>Query that is true when the table <c>@name</c> exists.</summary>
    public static string Exists(SqlDialect dialect) => dialect == SqlDialect.Sqlite
        ? "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = @name"
        : "SELECT to_regclass(@name) IS NOT NULL";

    private static string ColumnsOf(TableSet tables) => tables.Dialect == SqlDialect.Sqlite
        ? $"pragma_table_info('{tables.Name}') WHERE name"
        : $"pg_attribute WHERE attrelid = to_regclass('{tables.Name}') AND NOT attisdropped AND attname";
}
