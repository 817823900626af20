-- +goose Up
-- What has become of the status that an order of a channel gets there when its invoice is in: nothing yet (empty), 'set',
-- 'left' as it was, or 'parked' for a person. The reason says why, and which one was set.
ALTER TABLE remote_orders ADD COLUMN status_state TEXT NOT NULL DEFAULT ''
    CHECK (status_state IN ('', 'set', 'left', 'parked'));
ALTER TABLE remote_orders ADD COLUMN status_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE remote_orders ADD COLUMN status_tries INTEGER NOT NULL DEFAULT 0; -- requests that failed
ALTER TABLE remote_orders ADD COLUMN status_next_at TEXT NOT NULL           -- not before is there another one
    DEFAULT '0001-01-01T00:00:00.000000Z';
