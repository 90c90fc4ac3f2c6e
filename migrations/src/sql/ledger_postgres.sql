-- The ledger. Accounts, journals and transfers are written once and never change; balances follow from them by trigger
-- and by nothing else. A fault is raised with a code of its own, LG001 to LG008, that the storage crate names. There are
-- no foreign keys: what is referred to never changes or goes, and the triggers check that it is there.

-- Functions keep the schema they were made in: nobody's temporary table can stand in for one of the ledger's.
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);

CREATE TABLE ledger_account (
    id uuid PRIMARY KEY,
    kind smallint NOT NULL,
    owner uuid,
    currency text NOT NULL CHECK (length(currency) = 3),
    -- The side on which it grows: 1 debit, -1 credit.
    side smallint NOT NULL CHECK (side IN (1, -1)),
    -- May never hold less than nothing.
    floor boolean NOT NULL,
    -- The balance is brought up to date in bulk, from ledger_delta.
    deferred boolean NOT NULL,
    CHECK (NOT (floor AND deferred)),
    UNIQUE NULLS NOT DISTINCT (owner, kind, currency)
);

-- Posted and held debits and credits. A narrow table with room on its pages and no index on a counter, so that an update
-- stays on its page. Of a deferred account the deltas count too, and a hold may be let go by a delta that is folded
-- before the one that made it.
CREATE TABLE ledger_balance (
    account uuid PRIMARY KEY,
    side smallint NOT NULL,
    floor boolean NOT NULL,
    deferred boolean NOT NULL,
    dp bigint NOT NULL DEFAULT 0 CHECK (dp >= 0),
    cp bigint NOT NULL DEFAULT 0 CHECK (cp >= 0),
    dh bigint NOT NULL DEFAULT 0 CHECK (dh >= 0 OR deferred),
    ch bigint NOT NULL DEFAULT 0 CHECK (ch >= 0 OR deferred),
    version bigint NOT NULL DEFAULT 1,
    CONSTRAINT balance_floor CHECK (NOT floor OR CASE side WHEN -1 THEN dp + dh <= cp ELSE cp + ch <= dp END)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

CREATE TABLE ledger_journal (
    id uuid PRIMARY KEY,
    kind smallint NOT NULL,
    subject uuid NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    reverses uuid CHECK (reverses <> id),
    -- How many transfers it has; they are numbered from 1 and all written by one statement.
    legs smallint NOT NULL CHECK (legs BETWEEN 1 AND 255),
    at bigint NOT NULL CHECK (at >= 0)
);
CREATE INDEX ledger_journal_at ON ledger_journal (at, id);

CREATE TABLE ledger_transfer (
    journal uuid NOT NULL,
    leg smallint NOT NULL CHECK (leg >= 1),
    -- 1 single, 2 pending, 3 post, 4 void.
    phase smallint NOT NULL CHECK (phase BETWEEN 1 AND 4),
    code smallint NOT NULL,
    debit uuid NOT NULL,
    credit uuid NOT NULL,
    currency text NOT NULL,
    amount bigint NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000000),
    -- The pending transfer that a post or void resolves.
    pending_journal uuid,
    pending_leg smallint,
    expires bigint,
    -- Of its journal, so that one index gives an account's history in its order.
    at bigint NOT NULL,
    PRIMARY KEY (journal, leg),
    CHECK (debit <> credit),
    CHECK (pending_journal <> journal),
    CHECK ((phase >= 3) = (pending_journal IS NOT NULL)),
    CHECK ((phase >= 3) = (pending_leg IS NOT NULL)),
    CHECK (expires IS NULL OR phase = 2)
);
CREATE INDEX ledger_transfer_debit ON ledger_transfer (debit, at);
CREATE INDEX ledger_transfer_credit ON ledger_transfer (credit, at);
CREATE INDEX ledger_transfer_expires ON ledger_transfer (expires) WHERE expires IS NOT NULL;

-- The primary key is the rule: a pending transfer resolves at most once.
CREATE TABLE ledger_resolution (
    pending_journal uuid NOT NULL,
    pending_leg smallint NOT NULL,
    journal uuid NOT NULL,
    leg smallint NOT NULL,
    PRIMARY KEY (pending_journal, pending_leg)
);

-- What has moved on deferred accounts and is not in their balances yet. No key and no index: it is only ever appended
-- to, and deleted into the balances. A row lock on a shared balance would last until its commit has reached the disk.
CREATE TABLE ledger_delta (
    account uuid NOT NULL,
    dp bigint NOT NULL,
    cp bigint NOT NULL,
    dh bigint NOT NULL,
    ch bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.02);

-- Every balance as of now.
CREATE VIEW ledger_balance_now AS
SELECT balance.account, balance.dp + delta.dp AS dp, balance.cp + delta.cp AS cp,
    balance.dh + delta.dh AS dh, balance.ch + delta.ch AS ch
FROM ledger_balance AS balance
CROSS JOIN LATERAL (
    SELECT coalesce(sum(dp), 0)::bigint AS dp, coalesce(sum(cp), 0)::bigint AS cp,
        coalesce(sum(dh), 0)::bigint AS dh, coalesce(sum(ch), 0)::bigint AS ch
    FROM ledger_delta WHERE account = balance.account AND balance.deferred
) AS delta;

-- What each transfer does to each of its two accounts.
CREATE VIEW ledger_effect AS
SELECT journal, debit AS account, CASE WHEN phase IN (1, 3) THEN amount ELSE 0 END AS dp, 0::bigint AS cp,
    CASE phase WHEN 1 THEN 0 WHEN 2 THEN amount ELSE -(
        SELECT hold.amount FROM ledger_transfer AS hold
        WHERE hold.journal = transfer.pending_journal AND hold.leg = transfer.pending_leg) END AS dh, 0::bigint AS ch
FROM ledger_transfer AS transfer
UNION ALL
SELECT journal, credit, 0::bigint, CASE WHEN phase IN (1, 3) THEN amount ELSE 0 END, 0::bigint,
    CASE phase WHEN 1 THEN 0 WHEN 2 THEN amount ELSE -(
        SELECT hold.amount FROM ledger_transfer AS hold
        WHERE hold.journal = transfer.pending_journal AND hold.leg = transfer.pending_leg) END
FROM ledger_transfer AS transfer;

CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'LG001', MESSAGE = format('%s is never changed by %s', TG_TABLE_NAME, TG_OP);
END
$$;
CREATE TRIGGER unchanging BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_account
    EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER unchanging BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_journal
    EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER unchanging BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfer
    EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER unchanging BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_resolution
    EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER unchanging BEFORE DELETE OR TRUNCATE ON ledger_balance
    EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER unchanging BEFORE UPDATE OR TRUNCATE ON ledger_delta
    EXECUTE FUNCTION ledger_refuse_change();

CREATE FUNCTION ledger_refuse_hand() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'LG008', MESSAGE = format('%s is written by posting alone', TG_TABLE_NAME);
END
$$;
CREATE TRIGGER by_posting BEFORE INSERT OR UPDATE ON ledger_balance
    WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse_hand();
CREATE TRIGGER by_posting BEFORE INSERT ON ledger_delta
    WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse_hand();
CREATE TRIGGER by_posting BEFORE INSERT ON ledger_resolution
    WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse_hand();

CREATE FUNCTION ledger_open() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO ledger_balance (account, side, floor, deferred) VALUES (NEW.id, NEW.side, NEW.floor, NEW.deferred);
    RETURN NULL;
END
$$;
CREATE TRIGGER opens AFTER INSERT ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_open();

-- Checks the transfers of one statement and moves each balance once, in the order of the accounts, so that two postings
-- never wait for each other in a circle. Plans live as long as a connection and may be made while the tables are still
-- empty: the settings keep to the ones that suit full tables, and spare them a compilation that takes longer than they do.
CREATE FUNCTION ledger_apply() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET jit = off
AS $$
DECLARE
    whole boolean;
    known boolean;
    holding boolean;
    fault text;
    change record;
BEGIN
    SELECT bool_and(part.whole IS TRUE), bool_and(part.known), bool_or(part.holding) INTO whole, known, holding
    FROM (
        SELECT count(*) = min(journal.legs) AND max(posted.leg) = count(*) AND bool_and(posted.at = journal.at) AS whole,
            bool_and(debit.id IS NOT NULL AND credit.id IS NOT NULL) AS known,
            bool_or(posted.phase > 1) AS holding
        FROM posted
        LEFT JOIN ledger_journal AS journal ON journal.id = posted.journal
        LEFT JOIN ledger_account AS debit ON debit.id = posted.debit AND debit.currency = posted.currency
        LEFT JOIN ledger_account AS credit ON credit.id = posted.credit AND credit.currency = posted.currency
        GROUP BY posted.journal
    ) AS part;
    IF whole IS NULL THEN
        RETURN NULL;
    ELSIF NOT whole THEN
        RAISE EXCEPTION USING ERRCODE = 'LG007', MESSAGE = 'a journal is written with all its transfers at once';
    ELSIF NOT known THEN
        RAISE EXCEPTION USING ERRCODE = 'LG002', MESSAGE = 'an account is unknown or of another currency';
    END IF;

    IF holding THEN
        SELECT leg.fault INTO fault FROM (
            SELECT posted.leg, CASE
                WHEN hold.journal IS NULL THEN 'LG003'
                WHEN EXISTS (
                    SELECT FROM ledger_resolution AS resolution
                    WHERE resolution.pending_journal = hold.journal AND resolution.pending_leg = hold.leg) THEN 'LG004'
                WHEN hold.debit <> posted.debit OR hold.credit <> posted.credit OR posted.amount > hold.amount
                    OR posted.phase = 4 AND posted.amount <> hold.amount THEN 'LG005'
                WHEN posted.phase = 3 AND hold.expires < posted.at THEN 'LG006'
                WHEN row_number() OVER (PARTITION BY hold.journal, hold.leg ORDER BY posted.leg) > 1 THEN 'LG004'
            END AS fault
            FROM posted
            LEFT JOIN ledger_transfer AS hold
                ON hold.journal = posted.pending_journal AND hold.leg = posted.pending_leg AND hold.phase = 2
            WHERE posted.phase >= 3
        ) AS leg WHERE leg.fault IS NOT NULL ORDER BY leg.leg LIMIT 1;
        IF fault IS NOT NULL THEN
            RAISE EXCEPTION USING ERRCODE = fault, MESSAGE = 'a transfer does not resolve its hold';
        END IF;
        INSERT INTO ledger_resolution (pending_journal, pending_leg, journal, leg)
        SELECT pending_journal, pending_leg, journal, leg FROM posted WHERE phase >= 3
        ORDER BY pending_journal, pending_leg;
    END IF;

    FOR change IN
        SELECT effect.account, account.deferred, sum(effect.dp)::bigint AS dp, sum(effect.cp)::bigint AS cp,
            sum(effect.dh)::bigint AS dh, sum(effect.ch)::bigint AS ch
        FROM ledger_effect AS effect JOIN ledger_account AS account ON account.id = effect.account
        WHERE effect.journal IN (SELECT journal FROM posted)
        GROUP BY effect.account, account.deferred ORDER BY effect.account
    LOOP
        IF change.deferred THEN
            INSERT INTO ledger_delta (account, dp, cp, dh, ch)
            VALUES (change.account, change.dp, change.cp, change.dh, change.ch);
        ELSE
            UPDATE ledger_balance AS balance
            SET dp = balance.dp + change.dp, cp = balance.cp + change.cp, dh = balance.dh + change.dh,
                ch = balance.ch + change.ch, version = balance.version + 1
            WHERE balance.account = change.account;
            IF NOT FOUND THEN
                RAISE EXCEPTION USING ERRCODE = 'LG002', MESSAGE = 'an account has no balance';
            END IF;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;
CREATE TRIGGER applies AFTER INSERT ON ledger_transfer REFERENCING NEW TABLE AS posted
    EXECUTE FUNCTION ledger_apply();

-- Whatever deletes deltas puts them into the balances: a delta cannot get lost.
CREATE FUNCTION ledger_fold() RETURNS trigger LANGUAGE plpgsql
SET search_path FROM CURRENT
SET enable_seqscan = off
AS $$
DECLARE
    change record;
BEGIN
    FOR change IN
        SELECT account, sum(dp)::bigint AS dp, sum(cp)::bigint AS cp, sum(dh)::bigint AS dh, sum(ch)::bigint AS ch
        FROM folded GROUP BY account ORDER BY account
    LOOP
        UPDATE ledger_balance AS balance
        SET dp = balance.dp + change.dp, cp = balance.cp + change.cp, dh = balance.dh + change.dh,
            ch = balance.ch + change.ch, version = balance.version + 1
        WHERE balance.account = change.account;
    END LOOP;
    RETURN NULL;
END
$$;
CREATE TRIGGER folds AFTER DELETE ON ledger_delta REFERENCING OLD TABLE AS folded
    EXECUTE FUNCTION ledger_fold();
