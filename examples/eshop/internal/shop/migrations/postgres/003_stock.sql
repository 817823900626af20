-- +goose Up
-- When a product's stock was read, so that it is known which orders are not in it yet. NULL when that was not written down.
ALTER TABLE products ADD COLUMN balance_at TEXT COLLATE "C";

CREATE INDEX order_lines_by_sku ON order_lines (sku);
