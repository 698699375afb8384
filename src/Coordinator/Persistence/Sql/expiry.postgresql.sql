-- Bound of the times in the ids of transactions. An id below it whose first event is not here takes no event: its events may be deleted.
CREATE TABLE coordinator_expiry (
    one        integer          NOT NULL PRIMARY KEY CHECK (one = 1),
    -- Lowest persistence id that is not expired. Never lowered. The bytes count, whatever the order of the database is.
    below      text COLLATE "C" NOT NULL,
    -- Highest ordering of the events that were deleted with their transactions.
    deleted_to bigint           NOT NULL
);
INSERT INTO coordinator_expiry (one, below, deleted_to) VALUES (1, 't-000000000000', 0);
-- Retention looks for rollbacks before any prepare in order; without this it would read the whole journal.
CREATE INDEX journal_tombstones ON journal (ordering) WHERE manifest = 'tr' AND sequence_number = 1;
