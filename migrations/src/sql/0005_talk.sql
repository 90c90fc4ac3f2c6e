-- What the two sides of a bid or a contract say to each other; never updated.
CREATE TABLE message (
    id {uuid} PRIMARY KEY,
    version {int} NOT NULL CHECK (version > 0),
    bid {uuid} REFERENCES bid (id),
    contract {uuid} REFERENCES contract (id),
    author {uuid} NOT NULL REFERENCES person (id),
    body {json} NOT NULL,
    CHECK ((bid IS NULL) <> (contract IS NULL))
){strict};
CREATE INDEX message_bid ON message (bid, id) WHERE bid IS NOT NULL;
CREATE INDEX message_contract ON message (contract, id) WHERE contract IS NOT NULL;

-- A file on its way in, or kept: sent for a milestone, to be part of one delivery, or for a thread, to be part of one
-- message.
CREATE TABLE upload (
    id {uuid} PRIMARY KEY,
    milestone {uuid} REFERENCES milestone (id),
    bid {uuid} REFERENCES bid (id),
    contract {uuid} REFERENCES contract (id),
    person {uuid} NOT NULL REFERENCES person (id),
    filename {text} NOT NULL,
    content_type {text} NOT NULL,
    byte_size {bigint} NOT NULL CHECK (byte_size >= 0),
    sha256 {bytes} NOT NULL CHECK (length(sha256) = 32),
    created_at {bigint} NOT NULL,
    expires_at {bigint} NOT NULL,
    received_at {bigint},
    delivery {uuid} REFERENCES delivery (id),
    message {uuid} REFERENCES message (id),
    CONSTRAINT upload_purpose CHECK (
        CASE WHEN milestone IS NULL THEN (bid IS NULL) <> (contract IS NULL) ELSE bid IS NULL AND contract IS NULL END
    ),
    CONSTRAINT upload_use CHECK (
        CASE WHEN milestone IS NULL THEN delivery IS NULL ELSE message IS NULL END
        AND (received_at IS NOT NULL OR (delivery IS NULL AND message IS NULL))
    )
){strict};
CREATE INDEX upload_milestone ON upload (milestone, person) WHERE milestone IS NOT NULL;
CREATE INDEX upload_bid ON upload (bid, person) WHERE bid IS NOT NULL;
CREATE INDEX upload_contract ON upload (contract, person) WHERE contract IS NOT NULL;

-- What a person is told. The words are made when it is read, in the reader's language.
CREATE TABLE notice (
    id {uuid} PRIMARY KEY,
    person {uuid} NOT NULL REFERENCES person (id),
    letter {json} NOT NULL,
    at {bigint} NOT NULL,
    read_at {bigint}
){strict};
CREATE INDEX notice_person ON notice (person, id);
CREATE INDEX notice_unread ON notice (person) WHERE read_at IS NULL;
