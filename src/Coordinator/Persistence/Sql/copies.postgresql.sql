-- Each group tells its consumers from time to time of which deleted messages it still has copies. A range of ids needs the order of bytes.
CREATE INDEX IF NOT EXISTS journal_copies_of ON journal (persistence_id COLLATE "C") WHERE manifest = 'qc';
