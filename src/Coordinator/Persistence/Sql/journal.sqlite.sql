-- The tables of Akka.Persistence.Sql, column for column what its auto-initialize makes for tag-write-mode = Csv.
-- Left out: its indexes on created and on sequence_number alone. Nobody reads by them, and every write pays for them.
CREATE TABLE journal (
    ordering        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created         INTEGER NOT NULL,
    deleted         INTEGER NOT NULL,
    persistence_id  TEXT    NOT NULL,
    sequence_number INTEGER NOT NULL,
    message         BLOB    NOT NULL,
    tags            TEXT        NULL,
    manifest        TEXT        NULL,
    identifier      INTEGER     NULL,
    writer_uuid     TEXT        NULL
);
-- The last guard against two copies of one entity.
CREATE UNIQUE INDEX journal_uq ON journal (persistence_id, sequence_number);

CREATE TABLE snapshot (
    persistence_id  TEXT    NOT NULL,
    sequence_number INTEGER NOT NULL,
    created         INTEGER NOT NULL,
    snapshot        BLOB        NULL,
    manifest        TEXT        NULL,
    serializer_id   INTEGER     NULL,
    PRIMARY KEY (persistence_id, sequence_number)
);
