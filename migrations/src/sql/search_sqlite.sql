-- The words of published tasks. FTS5 knows a document by a number of its own.
CREATE TABLE task_text (
    number integer PRIMARY KEY,
    task blob NOT NULL UNIQUE REFERENCES task (id)
) STRICT;
CREATE VIRTUAL TABLE task_words USING fts5(title, description, content='', contentless_delete=1, tokenize='ascii');
