-- Each group tells its consumers from time to time of which deleted messages it still has copies.
CREATE INDEX IF NOT EXISTS journal_copies_of ON journal (persistence_id) WHERE manifest = 'qc';
