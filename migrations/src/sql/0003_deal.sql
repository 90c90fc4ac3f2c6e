CREATE TABLE task (
    id {uuid} PRIMARY KEY,
    version {int} NOT NULL CHECK (version > 0),
    organisation {uuid} NOT NULL REFERENCES organisation (id),
    created_by {uuid} NOT NULL REFERENCES person (id),
    body {json} NOT NULL,
    -- What lists show of the body, read without it: the body holds texts of many thousand characters.
    card {text} NOT NULL,
    state_kind {kind},
    created_at {bigint} NOT NULL,
    -- What lists filter and order by, written from the body in the same statement. Kept when the task leaves the market.
    published_at {bigint},
    currency {text} CHECK (length(currency) = 3),
    budget {bigint} CHECK (budget >= 0),
    -- The worker's hourly net under the fee schedule of the day the content was written.
    net_per_hour {bigint},
    estimated_minutes {int},
    language {text},
    bid_count {int} NOT NULL DEFAULT 0 CHECK (bid_count >= 0),
    CHECK ((currency IS NULL) = (budget IS NULL))
){strict};
CREATE INDEX task_browse ON task (state_kind, published_at, id);
CREATE INDEX task_published ON task (published_at, id) WHERE published_at IS NOT NULL;
CREATE INDEX task_budget ON task (state_kind, currency, budget, id);
CREATE INDEX task_organisation ON task (organisation, created_at, id);

-- Of published tasks alone, so that nothing about a draft can be found out by them.
CREATE TABLE task_skill (
    skill {slug} NOT NULL,
    task {uuid} NOT NULL REFERENCES task (id),
    PRIMARY KEY (skill, task)
){strict};
CREATE INDEX task_skill_task ON task_skill (task);

CREATE TABLE bid (
    id {uuid} PRIMARY KEY,
    version {int} NOT NULL CHECK (version > 0),
    task {uuid} NOT NULL REFERENCES task (id),
    worker {uuid} NOT NULL REFERENCES person (id),
    -- Whose task it is on.
    organisation {uuid} NOT NULL REFERENCES organisation (id),
    body {json} NOT NULL,
    state_kind {kind},
    placed_at {bigint} NOT NULL
){strict};
CREATE INDEX bid_task ON bid (task, id);
CREATE INDEX bid_worker ON bid (worker, id);
CREATE INDEX bid_organisation ON bid (organisation, id);
-- A worker has one live bid on a task.
CREATE UNIQUE INDEX bid_live ON bid (task, worker) WHERE state_kind IN ('submitted', 'awarded');

CREATE TABLE contract (
    id {uuid} PRIMARY KEY,
    version {int} NOT NULL CHECK (version > 0),
    task {uuid} NOT NULL UNIQUE REFERENCES task (id),
    bid {uuid} NOT NULL UNIQUE REFERENCES bid (id),
    organisation {uuid} NOT NULL REFERENCES organisation (id),
    worker {uuid} NOT NULL REFERENCES person (id),
    -- The written terms, byte for byte as both sides saw them; never updated. Their SHA-256 is in the body.
    terms {text} NOT NULL,
    body {json} NOT NULL,
    state_kind {kind},
    terms_sha256 {text from terms_sha256} NOT NULL CHECK (length(terms_sha256) = 64),
    made_at {bigint} NOT NULL
){strict};
CREATE INDEX contract_organisation ON contract (organisation, id);
CREATE INDEX contract_worker ON contract (worker, id);

CREATE TABLE milestone (
    id {uuid} PRIMARY KEY,
    version {int} NOT NULL CHECK (version > 0),
    contract {uuid} NOT NULL REFERENCES contract (id),
    number {int} NOT NULL CHECK (number > 0),
    body {json} NOT NULL,
    state_kind {kind},
    UNIQUE (contract, number)
){strict};

-- The money of a milestone; its id is the milestone's.
CREATE TABLE escrow (
    id {uuid} PRIMARY KEY REFERENCES milestone (id),
    version {int} NOT NULL CHECK (version > 0),
    contract {uuid} NOT NULL REFERENCES contract (id),
    body {json} NOT NULL,
    state_kind {kind}
){strict};
CREATE INDEX escrow_contract ON escrow (contract);

CREATE TABLE delivery (
    id {uuid} PRIMARY KEY,
    version {int} NOT NULL CHECK (version > 0),
    milestone {uuid} NOT NULL REFERENCES milestone (id),
    number {int} NOT NULL CHECK (number > 0),
    body {json} NOT NULL,
    state_kind {kind},
    submitted_at {bigint} NOT NULL,
    UNIQUE (milestone, number)
){strict};

CREATE TABLE dispute (
    id {uuid} PRIMARY KEY,
    version {int} NOT NULL CHECK (version > 0),
    milestone {uuid} NOT NULL REFERENCES milestone (id),
    contract {uuid} NOT NULL REFERENCES contract (id),
    body {json} NOT NULL,
    state_kind {kind},
    opened_at {bigint} NOT NULL
){strict};
CREATE INDEX dispute_queue ON dispute (state_kind, opened_at, id);
-- A milestone is in one dispute at a time.
CREATE UNIQUE INDEX dispute_open ON dispute (milestone) WHERE state_kind NOT IN ('final', 'settled');
CREATE INDEX dispute_milestone ON dispute (milestone, id);

CREATE TABLE review (
    id {uuid} PRIMARY KEY,
    version {int} NOT NULL CHECK (version > 0),
    contract {uuid} NOT NULL REFERENCES contract (id),
    -- Whom it rates: a person, or an organisation.
    about {uuid} NOT NULL,
    body {json} NOT NULL,
    side {text from by} NOT NULL,
    state_kind {kind},
    published_at {bigint},
    CHECK ((state_kind = 'published') = (published_at IS NOT NULL)),
    UNIQUE (contract, side)
){strict};
CREATE INDEX review_about ON review (about, published_at, id) WHERE published_at IS NOT NULL;
