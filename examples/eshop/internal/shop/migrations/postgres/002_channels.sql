-- +goose Up
-- What the shop's channels have, as far as the shop knows.

-- The listings in the MerchantPro shop: what was last sent for each product. NULL is what was never sent.
CREATE TABLE listings (
    sku       TEXT COLLATE "C" PRIMARY KEY REFERENCES products (sku),
    state     TEXT NOT NULL CHECK (state IN ('sent', 'confirmed', 'missing')),
    stock     TEXT,
    price     TEXT,               -- VAT included
    old_price TEXT                -- before a reduction, VAT included
);

-- What was in the till's warehouse after its last complete replacement, by the warehouse's key in VirtualPOS.
CREATE TABLE till_stock (
    warehouse TEXT NOT NULL,
    sku       TEXT COLLATE "C" NOT NULL REFERENCES products (sku),
    quantity  TEXT NOT NULL,
    PRIMARY KEY (warehouse, sku)
);
