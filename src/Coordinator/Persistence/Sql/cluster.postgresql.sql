-- Secret by which the nodes of a cluster prove to each other that they share this database.
CREATE TABLE coordinator_cluster (secret text NOT NULL);
INSERT INTO coordinator_cluster (secret) VALUES (gen_random_uuid()::text || gen_random_uuid()::text);
