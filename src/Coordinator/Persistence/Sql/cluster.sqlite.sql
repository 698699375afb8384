-- Secret by which the nodes of a cluster prove to each other that they share this database. SQLite serves one node, which has no peers.
CREATE TABLE coordinator_cluster (secret text NOT NULL);
INSERT INTO coordinator_cluster (secret) VALUES (lower(hex(randomblob(32))));
