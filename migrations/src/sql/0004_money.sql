-- Money on its way in, back and out. What moved is in the ledger; these rows say what was asked of the gateway.

CREATE TABLE payment (
    id {uuid} PRIMARY KEY,
    version {int} NOT NULL CHECK (version > 0),
    milestone {uuid} NOT NULL REFERENCES milestone (id),
    organisation {uuid} NOT NULL REFERENCES organisation (id),
    amount {bigint} NOT NULL CHECK (amount > 0),
    currency {text} NOT NULL CHECK (length(currency) = 3),
    body {json} NOT NULL,
    state_kind {kind},
    requested_at {bigint} NOT NULL
){strict};
CREATE INDEX payment_milestone ON payment (milestone);
CREATE INDEX payment_organisation ON payment (organisation, id);
-- A milestone is paid in by one payment at a time.
CREATE UNIQUE INDEX payment_live ON payment (milestone) WHERE state_kind <> 'failed';

CREATE TABLE refund (
    id {uuid} PRIMARY KEY,
    version {int} NOT NULL CHECK (version > 0),
    payment {uuid} NOT NULL REFERENCES payment (id),
    organisation {uuid} NOT NULL REFERENCES organisation (id),
    amount {bigint} NOT NULL CHECK (amount > 0),
    currency {text} NOT NULL CHECK (length(currency) = 3),
    body {json} NOT NULL,
    state_kind {kind},
    requested_at {bigint} NOT NULL
){strict};
CREATE INDEX refund_payment ON refund (payment);
CREATE INDEX refund_organisation ON refund (organisation, id);

CREATE TABLE payout (
    id {uuid} PRIMARY KEY,
    version {int} NOT NULL CHECK (version > 0),
    worker {uuid} NOT NULL REFERENCES person (id),
    amount {bigint} NOT NULL CHECK (amount > 0),
    currency {text} NOT NULL CHECK (length(currency) = 3),
    body {json} NOT NULL,
    state_kind {kind},
    requested_at {bigint} NOT NULL
){strict};
CREATE INDEX payout_worker ON payout (worker, id);

-- What a worker earned by one release: the amounts of its journal, and when the security period ends.
CREATE TABLE worker_release (
    id {uuid} PRIMARY KEY,
    worker {uuid} NOT NULL REFERENCES person (id),
    milestone {uuid} NOT NULL REFERENCES milestone (id),
    contract {uuid} NOT NULL REFERENCES contract (id),
    currency {text} NOT NULL CHECK (length(currency) = 3),
    gross {bigint} NOT NULL CHECK (gross > 0),
    fee {bigint} NOT NULL CHECK (fee >= 0),
    fee_tax {bigint} NOT NULL CHECK (fee_tax >= 0),
    net {bigint} NOT NULL CHECK (net >= 0),
    released_at {bigint} NOT NULL,
    settles_at {bigint} NOT NULL,
    settled_at {bigint},
    CHECK (gross = net + fee + fee_tax)
){strict};
CREATE INDEX worker_release_worker ON worker_release (worker, id);
CREATE INDEX worker_release_contract ON worker_release (contract);

-- The outbox to the gateway: an operation is written before anything is sent, and its key never changes within an epoch.
CREATE TABLE gateway_operation (
    id {uuid} PRIMARY KEY,
    version {int} NOT NULL CHECK (version > 0),
    kind {text} NOT NULL CHECK (kind IN ('charge', 'refund', 'payout')),
    -- The payment, refund or payout it is for; each has one operation.
    subject {uuid} NOT NULL UNIQUE,
    body {json} NOT NULL,
    state_kind {kind},
    object {text} UNIQUE,
    created_at {bigint} NOT NULL
){strict};
CREATE INDEX gateway_operation_open ON gateway_operation (state_kind, id);

-- The inbox: an event of the gateway is a hint to fetch the object it names, once.
CREATE TABLE gateway_event (
    id {text} PRIMARY KEY,
    object {text} NOT NULL,
    at {bigint} NOT NULL,
    received_at {bigint} NOT NULL,
    processed_at {bigint}
){strict};
CREATE INDEX gateway_event_open ON gateway_event (received_at) WHERE processed_at IS NULL;
