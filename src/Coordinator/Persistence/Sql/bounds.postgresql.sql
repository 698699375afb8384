-- Bounds of the persistence ids whose oldest events are deleted. An id from which nothing was deleted has no row.
CREATE TABLE coordinator_journal_bounds (
    persistence_id text   NOT NULL PRIMARY KEY,
    -- Lowest sequence number that is kept. Events below it may still be here, and are deleted.
    first_kept     bigint NOT NULL,
    -- Sequence number after the highest one of that time. None below it is given again, even when no event is left.
    next           bigint NOT NULL,
    CHECK (first_kept BETWEEN 1 AND next)
);
