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
