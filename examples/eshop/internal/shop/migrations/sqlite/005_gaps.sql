-- +goose Up
-- Products that came with fields which an import could not read. They are asked for again.
CREATE TABLE gaps (
    flow  TEXT NOT NULL,
    sku   TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,  -- runs that have asked for it again
    PRIMARY KEY (flow, sku)
);
