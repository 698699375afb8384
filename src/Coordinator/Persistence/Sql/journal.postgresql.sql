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
