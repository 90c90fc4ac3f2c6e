-- The ledger. Accounts, journals and transfers are written once and never change; balances follow from them by trigger.
-- A fault's message begins with its code, LG001 to LG008, that the storage crate names.
--
-- The transfers of a journal are written first, and the journal last: its row closes it, and what it moves is counted
-- then, all legs at once. Transfers without a journal cannot be committed.
--
-- There is one writer, so no account is shared by two postings: `deferred` is only kept.

CREATE TABLE ledger_account (
    id blob PRIMARY KEY,
    kind integer NOT NULL,
    owner blob,
    currency text NOT NULL CHECK (length(currency) = 3),
    -- The side on which it grows: 1 debit, -1 credit.
    side integer NOT NULL CHECK (side IN (1, -1)),
    -- May never hold less than nothing.
    floor integer NOT NULL CHECK (floor IN (0, 1)),
    deferred integer NOT NULL CHECK (deferred IN (0, 1)),
    CHECK (NOT (floor AND deferred))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ledger_account_one ON ledger_account (coalesce(owner, x''), kind, currency);

-- Posted and held debits and credits.
CREATE TABLE ledger_balance (
    account blob PRIMARY KEY REFERENCES ledger_account (id),
    side integer NOT NULL,
    floor integer NOT NULL,
    dp integer NOT NULL DEFAULT 0 CHECK (dp >= 0),
    cp integer NOT NULL DEFAULT 0 CHECK (cp >= 0),
    dh integer NOT NULL DEFAULT 0 CHECK (dh >= 0),
    ch integer NOT NULL DEFAULT 0 CHECK (ch >= 0),
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT balance_floor CHECK (NOT floor OR CASE side WHEN -1 THEN dp + dh <= cp ELSE cp + ch <= dp END)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_journal (
    id blob PRIMARY KEY,
    kind integer NOT NULL,
    subject blob NOT NULL,
    hash blob NOT NULL CHECK (length(hash) = 32),
    reverses blob CHECK (reverses <> id),
    -- How many transfers it has, numbered from 1.
    legs integer NOT NULL CHECK (legs BETWEEN 1 AND 255),
    at integer NOT NULL CHECK (at >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_journal_at ON ledger_journal (at, id);

CREATE TABLE ledger_transfer (
    journal blob NOT NULL REFERENCES ledger_journal (id) DEFERRABLE INITIALLY DEFERRED,
    leg integer NOT NULL CHECK (leg >= 1),
    -- 1 single, 2 pending, 3 post, 4 void.
    phase integer NOT NULL CHECK (phase BETWEEN 1 AND 4),
    code integer NOT NULL,
    debit blob NOT NULL,
    credit blob NOT NULL,
    currency text NOT NULL,
    amount integer NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000000),
    -- The pending transfer that a post or void resolves.
    pending_journal blob,
    pending_leg integer,
    expires integer,
    -- Of its journal, so that one index gives an account's history in its order.
    at integer NOT NULL,
    PRIMARY KEY (journal, leg),
    CHECK (debit <> credit),
    CHECK (pending_journal <> journal),
    CHECK ((phase >= 3) = (pending_journal IS NOT NULL)),
    CHECK ((phase >= 3) = (pending_leg IS NOT NULL)),
    CHECK (expires IS NULL OR phase = 2)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_transfer_debit ON ledger_transfer (debit, at);
CREATE INDEX ledger_transfer_credit ON ledger_transfer (credit, at);
CREATE INDEX ledger_transfer_expires ON ledger_transfer (expires) WHERE expires IS NOT NULL;

-- The primary key is the rule: a pending transfer resolves at most once.
CREATE TABLE ledger_resolution (
    pending_journal blob NOT NULL,
    pending_leg integer NOT NULL,
    journal blob NOT NULL,
    leg integer NOT NULL,
    PRIMARY KEY (pending_journal, pending_leg),
    FOREIGN KEY (journal, leg) REFERENCES ledger_transfer (journal, leg)
) STRICT, WITHOUT ROWID;

-- Every balance as of now.
CREATE VIEW ledger_balance_now AS SELECT account, dp, cp, dh, ch FROM ledger_balance;

-- What each transfer does to each of its two accounts.
CREATE VIEW ledger_effect AS
SELECT journal, debit AS account, CASE WHEN phase IN (1, 3) THEN amount ELSE 0 END AS dp, 0 AS cp,
    CASE phase WHEN 1 THEN 0 WHEN 2 THEN amount ELSE -(
        SELECT hold.amount FROM ledger_transfer AS hold
        WHERE hold.journal = transfer.pending_journal AND hold.leg = transfer.pending_leg) END AS dh, 0 AS ch
FROM ledger_transfer AS transfer
UNION ALL
SELECT journal, credit, 0, CASE WHEN phase IN (1, 3) THEN amount ELSE 0 END, 0,
    CASE phase WHEN 1 THEN 0 WHEN 2 THEN amount ELSE -(
        SELECT hold.amount FROM ledger_transfer AS hold
        WHERE hold.journal = transfer.pending_journal AND hold.leg = transfer.pending_leg) END
FROM ledger_transfer AS transfer;

CREATE TRIGGER ledger_account_opens AFTER INSERT ON ledger_account BEGIN
    INSERT INTO ledger_balance (account, side, floor) VALUES (NEW.id, NEW.side, NEW.floor);
END;

CREATE TRIGGER ledger_journal_applies AFTER INSERT ON ledger_journal BEGIN
    SELECT RAISE(ABORT, 'LG007 a journal is written with all its transfers')
    WHERE (SELECT count(*) = NEW.legs AND max(leg) = NEW.legs AND min(at) = NEW.at AND max(at) = NEW.at
        FROM ledger_transfer WHERE journal = NEW.id) IS NOT TRUE;

    SELECT RAISE(ABORT, 'LG002 an account is unknown or of another currency')
    FROM ledger_transfer AS transfer
    LEFT JOIN ledger_account AS debit ON debit.id = transfer.debit AND debit.currency = transfer.currency
    LEFT JOIN ledger_account AS credit ON credit.id = transfer.credit AND credit.currency = transfer.currency
    WHERE transfer.journal = NEW.id AND (debit.id IS NULL OR credit.id IS NULL);

    SELECT CASE fault
        WHEN 3 THEN RAISE(ABORT, 'LG003 a transfer resolves no hold')
        WHEN 4 THEN RAISE(ABORT, 'LG004 a transfer resolves a hold that is resolved')
        WHEN 5 THEN RAISE(ABORT, 'LG005 a transfer does not fit its hold')
        WHEN 6 THEN RAISE(ABORT, 'LG006 a transfer posts a hold that expired')
    END FROM (
        SELECT CASE
            WHEN hold.journal IS NULL THEN 3
            WHEN EXISTS (
                SELECT 1 FROM ledger_resolution AS resolution
                WHERE resolution.pending_journal = hold.journal AND resolution.pending_leg = hold.leg) THEN 4
            WHEN hold.debit <> transfer.debit OR hold.credit <> transfer.credit OR transfer.amount > hold.amount
                OR transfer.phase = 4 AND transfer.amount <> hold.amount THEN 5
            WHEN transfer.phase = 3 AND hold.expires < transfer.at THEN 6
            WHEN EXISTS (
                SELECT 1 FROM ledger_transfer AS earlier
                WHERE earlier.journal = transfer.journal AND earlier.leg < transfer.leg
                    AND earlier.pending_journal = hold.journal AND earlier.pending_leg = hold.leg) THEN 4
        END AS fault
        FROM ledger_transfer AS transfer
        LEFT JOIN (
            SELECT pending.* FROM ledger_transfer AS pending
            JOIN ledger_journal AS journal ON journal.id = pending.journal
            WHERE pending.phase = 2
        ) AS hold ON hold.journal = transfer.pending_journal AND hold.leg = transfer.pending_leg
        WHERE transfer.journal = NEW.id AND transfer.phase >= 3 AND fault IS NOT NULL
        ORDER BY transfer.leg LIMIT 1
    );

    INSERT INTO ledger_resolution (pending_journal, pending_leg, journal, leg)
    SELECT pending_journal, pending_leg, journal, leg FROM ledger_transfer WHERE journal = NEW.id AND phase >= 3;

    UPDATE ledger_balance
    SET dp = ledger_balance.dp + change.dp, cp = ledger_balance.cp + change.cp, dh = ledger_balance.dh + change.dh,
        ch = ledger_balance.ch + change.ch, version = version + 1
    FROM (
        SELECT account, sum(dp) AS dp, sum(cp) AS cp, sum(dh) AS dh, sum(ch) AS ch
        FROM ledger_effect WHERE journal = NEW.id GROUP BY account
    ) AS change
    WHERE ledger_balance.account = change.account;
END;

-- INSERT OR REPLACE deletes without asking the triggers of DELETE: what is there must be refused before.
CREATE TRIGGER ledger_account_once BEFORE INSERT ON ledger_account
WHEN EXISTS (SELECT 1 FROM ledger_account WHERE id = NEW.id
    OR coalesce(owner, x'') = coalesce(NEW.owner, x'') AND kind = NEW.kind AND currency = NEW.currency)
BEGIN SELECT RAISE(ABORT, 'LG001 an account is never changed'); END;
CREATE TRIGGER ledger_journal_once BEFORE INSERT ON ledger_journal
WHEN EXISTS (SELECT 1 FROM ledger_journal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'LG001 a journal is never changed'); END;
CREATE TRIGGER ledger_transfer_once BEFORE INSERT ON ledger_transfer
WHEN EXISTS (SELECT 1 FROM ledger_journal WHERE id = NEW.journal)
BEGIN SELECT RAISE(ABORT, 'LG007 the journal is closed'); END;
CREATE TRIGGER ledger_resolution_once BEFORE INSERT ON ledger_resolution
WHEN EXISTS (
    SELECT 1 FROM ledger_resolution WHERE pending_journal = NEW.pending_journal AND pending_leg = NEW.pending_leg)
BEGIN SELECT RAISE(ABORT, 'LG004 the hold is resolved'); END;
CREATE TRIGGER ledger_balance_once BEFORE INSERT ON ledger_balance
WHEN NEW.dp <> 0 OR NEW.cp <> 0 OR NEW.dh <> 0 OR NEW.ch <> 0
    OR EXISTS (SELECT 1 FROM ledger_balance WHERE account = NEW.account)
BEGIN SELECT RAISE(ABORT, 'LG008 a balance is written by posting alone'); END;

CREATE TRIGGER ledger_balance_by_posting BEFORE UPDATE ON ledger_balance
WHEN NEW.version <> OLD.version + 1 OR NEW.account <> OLD.account OR NEW.side <> OLD.side OR NEW.floor <> OLD.floor
BEGIN SELECT RAISE(ABORT, 'LG008 a balance is written by posting alone'); END;

CREATE TRIGGER ledger_account_updated BEFORE UPDATE ON ledger_account
BEGIN SELECT RAISE(ABORT, 'LG001 an account is never changed'); END;
CREATE TRIGGER ledger_account_deleted BEFORE DELETE ON ledger_account
BEGIN SELECT RAISE(ABORT, 'LG001 an account is never deleted'); END;
CREATE TRIGGER ledger_journal_updated BEFORE UPDATE ON ledger_journal
BEGIN SELECT RAISE(ABORT, 'LG001 a journal is never changed'); END;
CREATE TRIGGER ledger_journal_deleted BEFORE DELETE ON ledger_journal
BEGIN SELECT RAISE(ABORT, 'LG001 a journal is never deleted'); END;
CREATE TRIGGER ledger_transfer_updated BEFORE UPDATE ON ledger_transfer
BEGIN SELECT RAISE(ABORT, 'LG001 a transfer is never changed'); END;
CREATE TRIGGER ledger_transfer_deleted BEFORE DELETE ON ledger_transfer
BEGIN SELECT RAISE(ABORT, 'LG001 a transfer is never deleted'); END;
CREATE TRIGGER ledger_resolution_updated BEFORE UPDATE ON ledger_resolution
BEGIN SELECT RAISE(ABORT, 'LG001 a resolution is never changed'); END;
CREATE TRIGGER ledger_resolution_deleted BEFORE DELETE ON ledger_resolution
BEGIN SELECT RAISE(ABORT, 'LG001 a resolution is never deleted'); END;
CREATE TRIGGER ledger_balance_deleted BEFORE DELETE ON ledger_balance
BEGIN SELECT RAISE(ABORT, 'LG001 a balance is never deleted'); END;
