-- The coordinator's schema up to version 1, for an empty database.
BEGIN;
CREATE TABLE IF NOT EXISTS coordinator_schema (version integer NOT NULL PRIMARY KEY, installed_at text NOT NULL);
-- The tables of Akka.Persistence.Sql, column for column what its auto-initialize makes for tag-write-mode = Csv.
-- Left out: its indexes on created and on sequence_number alone. Nobody reads by them, and every write pays for them.
CREATE TABLE journal (
    ordering        bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    created         bigint  NOT NULL,
    deleted         boolean NOT NULL,
    persistence_id  text    NOT NULL,
    sequence_number bigint  NOT NULL,
    message         bytea   NOT NULL,
    tags            text        NULL,
    manifest        text        NULL,
    identifier      integer     NULL,
    writer_uuid     text        NULL,
    -- The last guard against two copies of one entity.
    CONSTRAINT journal_uq UNIQUE (persistence_id, sequence_number)
);

CREATE TABLE snapshot (
    persistence_id  text   NOT NULL,
    sequence_number bigint NOT NULL,
    created         bigint NOT NULL,
    snapshot        bytea      NULL,
    manifest        text       NULL,
    serializer_id   integer    NULL,
    PRIMARY KEY (persistence_id, sequence_number)
);

-- The sweep reads the journal's prepares in order; without this it would read the whole journal.
CREATE INDEX IF NOT EXISTS journal_prepares ON journal (ordering) WHERE manifest = 'tp';

INSERT INTO coordinator_schema (version, installed_at) VALUES (1, CAST(CURRENT_TIMESTAMP AS text));
COMMIT;
