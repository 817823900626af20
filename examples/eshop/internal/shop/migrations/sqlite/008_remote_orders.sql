-- +goose Up
-- Orders of the shops that are channels, such as MerchantPro's, by the number that they have there. One becomes at most one
-- order here: the key of this table decides, and the order, its job and its row are stored in one transaction.
CREATE TABLE remote_orders (
    channel         TEXT NOT NULL,
    remote_id       TEXT NOT NULL,
    base_id         TEXT NOT NULL,    -- the number before its suffix, if it has one
    sys_id          INTEGER NOT NULL,  -- the channel's own number; 0 for none
    public_code     TEXT NOT NULL,    -- as the buyer sees it; empty for none
    state           TEXT NOT NULL CHECK (state IN ('before start', 'waiting', 'gone', 'closed', 'placed', 'parked')),
    reason          TEXT NOT NULL DEFAULT '',
    is_cleared      BOOLEAN NOT NULL DEFAULT FALSE, -- a person has said that it is no other order once more
    payment_status  TEXT NOT NULL,
    shipping_status TEXT NOT NULL,
    created_at      TEXT NOT NULL,  -- there
    seen_at         TEXT NOT NULL,  -- when it was last read
    placed_at       TEXT,           -- when it became an order here
    is_paid         BOOLEAN NOT NULL DEFAULT FALSE, -- at that time
    content         TEXT NOT NULL DEFAULT '',       -- what it was for at that time
    body            TEXT NOT NULL,    -- as it was last read, in the channel's form
    order_id        INTEGER UNIQUE REFERENCES orders (id), -- NULL until it became one
    PRIMARY KEY (channel, remote_id)
);

CREATE INDEX remote_orders_by_state ON remote_orders (channel, state);
CREATE INDEX remote_orders_by_base ON remote_orders (channel, base_id);
