CREATE TABLE person (
    id {uuid} PRIMARY KEY,
    version {int} NOT NULL CHECK (version > 0),
    body {json} NOT NULL,
    state_kind {kind},
    -- The address in the form that tells two accounts apart.
    email_key {text} NOT NULL UNIQUE,
    display_name {text from display_name} NOT NULL,
    staff {text from staff},
    password_hash {text},
    created_at {bigint} NOT NULL
){strict};

-- A code on its way by mail. One per address and purpose; only its hash is kept.
CREATE TABLE sign_in_code (
    email_key {text} NOT NULL,
    purpose {text} NOT NULL,
    code {json} NOT NULL,
    -- What a registration will become when its code comes back.
    registration {json},
    expires_at {bigint} NOT NULL,
    PRIMARY KEY (email_key, purpose)
){strict};
CREATE INDEX sign_in_code_age ON sign_in_code (expires_at);

CREATE TABLE session (
    id {uuid} PRIMARY KEY,
    person {uuid} NOT NULL REFERENCES person (id),
    rule {text} NOT NULL CHECK (rule IN ('person', 'staff')),
    token_hash {bytes} NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    created_at {bigint} NOT NULL,
    last_seen_at {bigint} NOT NULL,
    ended_at {bigint}
){strict};
CREATE INDEX session_person ON session (person, id);

CREATE TABLE worker_profile (
    person {uuid} PRIMARY KEY REFERENCES person (id),
    version {int} NOT NULL CHECK (version > 0),
    body {json} NOT NULL
){strict};

CREATE TABLE organisation (
    id {uuid} PRIMARY KEY,
    version {int} NOT NULL CHECK (version > 0),
    body {json} NOT NULL,
    name {text from name} NOT NULL,
    legal_form {text from legal_form} NOT NULL,
    created_at {bigint} NOT NULL
){strict};

CREATE TABLE membership (
    person {uuid} NOT NULL REFERENCES person (id),
    organisation {uuid} NOT NULL REFERENCES organisation (id),
    role {text} NOT NULL CHECK (role IN ('owner', 'member', 'finance')),
    joined_at {bigint} NOT NULL,
    PRIMARY KEY (person, organisation)
){strict};
CREATE INDEX membership_organisation ON membership (organisation, person);
