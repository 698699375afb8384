-- Restores of this database from a backup. While one is open, services hand over what it lost, so no transaction is deleted.
CREATE TABLE coordinator_restores (
    -- Time of the restore in Unix milliseconds. The highest one is the epoch of the offsets.
    epoch      bigint NOT NULL PRIMARY KEY,
    -- Time at which an operator closed it, in Unix milliseconds, with name and reason. Null: it is open.
    closed_at  bigint,
    closed_by  text,
    closed_why text
);
