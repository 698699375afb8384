-- Leases: one row a name. The cluster that holds the row of its name is the only one on this database. All times are this database's.
CREATE TABLE coordinator_leases (
    name       text        NOT NULL PRIMARY KEY,
    -- Id of the cluster, the same for all of its members.
    owner      text        NOT NULL,
    -- Node that renewed the lease last.
    holder     text        NOT NULL,
    -- End of the lease unless it is renewed; -infinity when its owner has given it up.
    expires_at timestamptz NOT NULL
);
