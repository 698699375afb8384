-- Left empty. A file of SQLite serves one node, which locks its directory (coordinator.lock), so it needs no lease.
CREATE TABLE coordinator_leases (
    name       text NOT NULL PRIMARY KEY,
    owner      text NOT NULL,
    holder     text NOT NULL,
    expires_at text NOT NULL
);
