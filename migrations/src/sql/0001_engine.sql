-- What every use case writes beside its own rows.

CREATE TABLE event (
    id {uuid} PRIMARY KEY,
    at {bigint} NOT NULL,
    actor {uuid},
    kind {text} NOT NULL,
    subject {uuid} NOT NULL,
    data {json} NOT NULL
){strict};
CREATE INDEX event_subject ON event (subject, id);

CREATE TABLE job (
    id {uuid} PRIMARY KEY,
    kind {text} NOT NULL,
    payload {json} NOT NULL,
    key {text} UNIQUE,
    run_at {bigint} NOT NULL,
    attempts {int} NOT NULL CHECK (attempts >= 0),
    leased_until {bigint},
    gave_up_at {bigint},
    last_error {text}
){strict};
CREATE INDEX job_due ON job (run_at) WHERE gave_up_at IS NULL;

CREATE TABLE idempotency_key (
    actor {uuid} NOT NULL,
    mutation {text} NOT NULL,
    key {text} NOT NULL CHECK (length(key) BETWEEN 16 AND 255),
    hash {bytes} NOT NULL CHECK (length(hash) = 32),
    result {uuid} NOT NULL,
    at {bigint} NOT NULL,
    PRIMARY KEY (actor, mutation, key)
){strict};
CREATE INDEX idempotency_key_age ON idempotency_key (at);
