-- +goose Up
-- Money and quantities are TEXT: the exact digits, never a binary fraction. Times are TEXT too, UTC and of one
-- length, so that they sort as they stand.

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- How far an import has come, by the provider's clock.
CREATE TABLE marks (
    flow TEXT PRIMARY KEY,
    mark TEXT NOT NULL
);

CREATE TABLE products (
    sku        TEXT PRIMARY KEY,
    parent_sku TEXT NOT NULL,
    name       TEXT NOT NULL,
    unit       TEXT NOT NULL,
    vat        TEXT NOT NULL,
    category   TEXT NOT NULL,
    price      TEXT,              -- NULL until the provider has given one
    sale_price TEXT,
    active     BOOLEAN,           -- NULL until the provider has said so; not for sale until then
    on_hand    TEXT,              -- over all locations, as the provider adds it up; NULL until it has
    seen_at    TEXT NOT NULL      -- when the provider last listed it
);

CREATE TABLE stock (
    sku      TEXT NOT NULL REFERENCES products (sku),
    location TEXT NOT NULL,
    quantity TEXT NOT NULL,
    PRIMARY KEY (sku, location)
);

-- The product cards in ERP XT, with what the shop last put on them.
CREATE TABLE cards (
    sku     TEXT PRIMARY KEY REFERENCES products (sku),
    card_id INTEGER NOT NULL,
    name    TEXT NOT NULL,
    unit    TEXT NOT NULL,
    vat     TEXT NOT NULL,        -- ERP XT's code of the rate, not the shop's letter
    price   TEXT NOT NULL         -- VAT included
);

CREATE TABLE customers (
    id          INTEGER PRIMARY KEY,
    email       TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    phone       TEXT NOT NULL,
    address     TEXT NOT NULL,
    post_code   TEXT NOT NULL,
    resico_code TEXT              -- NULL until the customer is known to be in Resico
);

CREATE TABLE orders (
    id          INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    placed_at   TEXT NOT NULL,
    location    TEXT NOT NULL,    -- where the goods leave from
    state       TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'sent', 'failed', 'parked')),
    reason      TEXT NOT NULL DEFAULT '',
    closed_at   TEXT,             -- when it left the state open
    invoice_id  INTEGER           -- NULL until the invoice is known to be in Resico
);

CREATE INDEX orders_by_state ON orders (state);

CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    line_no  INTEGER NOT NULL,
    sku      TEXT NOT NULL,
    name     TEXT NOT NULL,
    quantity TEXT NOT NULL,
    price    TEXT NOT NULL,       -- of one unit, VAT included, when the order was placed
    vat      TEXT NOT NULL,
    PRIMARY KEY (order_id, line_no)
);

-- The record of every write to a provider: committed before the write is sent, and again when it is answered.
CREATE TABLE remote_steps (
    target      TEXT PRIMARY KEY, -- what the write makes, such as 'line 2 of order 17': it may be made once only
    order_id    INTEGER REFERENCES orders (id),           -- whose job sends it; NULL for none
    state       TEXT NOT NULL CHECK (state IN ('sending', 'done', 'refused', 'parked')),
    tries       INTEGER NOT NULL DEFAULT 1,
    request     TEXT NOT NULL,    -- JSON
    result      TEXT NOT NULL DEFAULT '',                 -- the provider's key for what was made
    outcome     TEXT NOT NULL DEFAULT '',                 -- of a failed write, as far as it is known
    error       TEXT NOT NULL DEFAULT '',
    sent_at     TEXT NOT NULL,
    answered_at TEXT
);

CREATE INDEX remote_steps_by_order ON remote_steps (order_id);
