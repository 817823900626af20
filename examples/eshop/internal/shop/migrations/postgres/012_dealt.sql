-- +goose Up
-- When a person has dealt with an order of a channel that is no order here.
ALTER TABLE remote_orders ADD COLUMN dealt_at TEXT COLLATE "C";
