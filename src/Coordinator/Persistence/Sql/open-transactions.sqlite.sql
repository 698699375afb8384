-- The sweep reads the journal's prepares in order; without this it would read the whole journal.
CREATE INDEX IF NOT EXISTS journal_prepares ON journal (ordering) WHERE manifest = 'tp';
