using Coordinator.Participants.Fence;

namespace Coordinator.Participants.Inbox;

/// <summary>Tables of the inbox in each dialect. docs/participants.md tells what each column is for.</summary>
/// <remarks>
/// <para>
/// <b>Version 1</b> is <c>coordinator_inbox</c> with group, message id and <c>handled_at</c>. Its libraries go on working with version 2, so
/// <c>topic</c>, <c>queue</c> and <c>queue_offset</c> are empty in their rows. A purge deletes the rows of a group and a queue below an
/// offset, and no clock takes part. The index holds no row without an offset, because no such purge may delete it.
/// </para>
/// <para>
/// <b>Epoch</b> names the log that the offset belongs to, and empty means 0. When a coordinator is restored from a backup or begins anew, offsets
/// begin again at lower numbers. A message that was lost then comes again at another offset. An offset of the new log must not delete the
/// row that remembers its effect.
/// </para>
/// </remarks>
internal static class InboxTables
{
    public const string Name = "coordinator_inbox";

    /// <summary>Version of these tables.</summary>
    public const int Version = 2;

    private const string OffsetIndex = """
        CREATE INDEX IF NOT EXISTS coordinator_inbox_offset
          ON coordinator_inbox (consumer_group, topic, queue, coalesce(epoch, 0), queue_offset) WHERE queue_offset IS NOT NULL;
        """;

    private static readonly string SqliteBeside = string.Join('\n', SharedTables.Create(SqlDialect.Sqlite), OffsetIndex);

    private static readonly string PostgreSqlBeside = string.Join('\n', SharedTables.Create(SqlDialect.PostgreSql), OffsetIndex);

    private static readonly TableSet Sqlite = Set(
        SqlDialect.Sqlite,
        create: $"""
            CREATE TABLE IF NOT EXISTS coordinator_inbox (
              consumer_group TEXT NOT NULL,
              message_id     TEXT NOT NULL,
              handled_at     TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
              topic          TEXT,
              queue          INTEGER,
              queue_offset   INTEGER,
              epoch          INTEGER,
              PRIMARY KEY (consumer_group, message_id)
            ) WITHOUT ROWID;
            {SqliteBeside}
            """,
        fromVersion1: $"""
            ALTER TABLE coordinator_inbox ADD COLUMN topic TEXT;
            ALTER TABLE coordinator_inbox ADD COLUMN queue INTEGER;
            ALTER TABLE coordinator_inbox ADD COLUMN queue_offset INTEGER;
            ALTER TABLE coordinator_inbox ADD COLUMN epoch INTEGER;
            {SqliteBeside}
            """);

    private static readonly TableSet PostgreSql = Set(
        SqlDialect.PostgreSql,
        create: $"""
            CREATE TABLE IF NOT EXISTS coordinator_inbox (
              consumer_group varchar(128) COLLATE "C" NOT NULL,
              message_id     varchar(80)  COLLATE "C" NOT NULL,
              handled_at     timestamptz  NOT NULL DEFAULT clock_timestamp(),
              topic          varchar(128) COLLATE "C",
              queue          integer,
              queue_offset   bigint,
              epoch          bigint,
              PRIMARY KEY (consumer_group, message_id)
            );
            {PostgreSqlBeside}
            """,
        fromVersion1: $"""
            ALTER TABLE coordinator_inbox
              ADD COLUMN IF NOT EXISTS topic        varchar(128) COLLATE "C",
              ADD COLUMN IF NOT EXISTS queue        integer,
              ADD COLUMN IF NOT EXISTS queue_offset bigint,
              ADD COLUMN IF NOT EXISTS epoch        bigint;
            {PostgreSqlBeside}
            """);

    public static TableSet Of(SqlDialect dialect) => dialect.Choose(Sqlite, PostgreSql);

    private static TableSet Set(SqlDialect dialect, string create, string fromVersion1) => new()
    {
        Dialect = dialect,
        Name = Name,
        Version = Version,
        CompatibleFrom = 1,
        NewColumns = ["topic", "queue", "queue_offset", "epoch"],
        Create = create,
        Steps = new Dictionary<int, string> { [1] = fromVersion1 },
    };
}
