-- Retention lists the topics and the copies of dead letters often. Without these it would read the whole journal.
CREATE INDEX IF NOT EXISTS journal_topics ON journal (persistence_id) WHERE manifest = 'oc';
CREATE INDEX IF NOT EXISTS journal_copies ON journal (ordering) WHERE manifest = 'qc';
