-- The words of published tasks: an analysed text that no parser of PostgreSQL has touched.
CREATE TABLE task_text (
    task uuid PRIMARY KEY REFERENCES task (id),
    words tsvector NOT NULL
);
CREATE INDEX task_text_words ON task_text USING gin (words) WITH (fastupdate = off);
