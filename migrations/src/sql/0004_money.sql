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
-- A milestone is paid in by one payment at a time. One that was given up may still succeed; its money goes back.
CREATE UNIQUE INDEX payment_live ON payment (milestone) WHERE state_kind IN ('requested', 'processing');

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

-- One release: the amounts of its journal, where it stood in the tiers of its contract, and when its security period ends.
CREATE TABLE worker_release (
    id {uuid} PRIMARY KEY,
    journal {uuid} NOT NULL UNIQUE,
    worker {uuid} NOT NULL REFERENCES person (id),
    milestone {uuid} NOT NULL REFERENCES milestone (id),
    contract {uuid} NOT NULL REFERENCES contract (id),
    currency {text} NOT NULL CHECK (length(currency) = 3),
    released_before {bigint} NOT NULL CHECK (released_before >= 0),
    gross {bigint} NOT NULL CHECK (gross > 0),
    fee {bigint} NOT NULL CHECK (fee >= 0),
    fee_tax {bigint} NOT NULL CHECK (fee_tax >= 0),
    net {bigint} NOT NULL CHECK (net >= 0),
    released_at {bigint} NOT NULL,
    settles_at {bigint} NOT NULL,
    settled_at {bigint},
    CHECK (gross = net + fee + fee_tax),
    -- Two releases of one contract never count the same part of it.
    UNIQUE (contract, released_before)
){strict};
CREATE INDEX worker_release_worker ON worker_release (worker, id);
CREATE INDEX worker_release_milestone ON worker_release (milestone);

-- The outbox to the gateway: an operation is written before anything is sent. Its id is that of the payment, refund or
-- payout it is for.
CREATE TABLE gateway_operation (
    id {uuid} PRIMARY KEY,
    version {int} NOT NULL CHECK (version > 0),
    body {json} NOT NULL,
    verb {text from request.verb} NOT NULL CHECK (verb IN ('charge', 'refund', 'payout')),
    state_kind {kind},
    object {text from state.object} UNIQUE,
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
