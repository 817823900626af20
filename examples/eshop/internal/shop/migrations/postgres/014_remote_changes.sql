-- +goose Up
-- What the accounts are told of the buyer of an order of a channel: when it was placed, or when a change of that was last put
-- before a person. Of an order that was placed before these columns were here, its own copy says it.
ALTER TABLE remote_orders ADD COLUMN buyer_name    TEXT NOT NULL DEFAULT '';
ALTER TABLE remote_orders ADD COLUMN buyer_email   TEXT NOT NULL DEFAULT '';
ALTER TABLE remote_orders ADD COLUMN buyer_address TEXT NOT NULL DEFAULT '';
UPDATE remote_orders SET
    buyer_name = (SELECT o.name FROM orders o WHERE o.id = order_id),
    buyer_email = (SELECT c.email FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.id = order_id),
    buyer_address = (SELECT o.address FROM orders o WHERE o.id = order_id)
WHERE order_id IS NOT NULL;

-- What has changed about a parked order in its channel: it is held back for that when what it waits for is settled.
ALTER TABLE orders ADD COLUMN held TEXT NOT NULL DEFAULT '';
