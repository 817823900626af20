-- +goose Up
-- An order keeps the name and the address that it was placed with: whoever orders next by the same e-mail changes nothing
-- about it.
ALTER TABLE orders ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN post_code TEXT NOT NULL DEFAULT '';

UPDATE orders SET
    name      = (SELECT c.name FROM customers c WHERE c.id = orders.customer_id),
    phone     = (SELECT c.phone FROM customers c WHERE c.id = orders.customer_id),
    address   = (SELECT c.address FROM customers c WHERE c.id = orders.customer_id),
    post_code = (SELECT c.post_code FROM customers c WHERE c.id = orders.customer_id);

-- The order whose name and address Resico has, which are then those of the customer's row. NULL when nobody knows what it
-- has: the next order of the customer sends all of it.
ALTER TABLE customers ADD COLUMN details_of BIGINT REFERENCES orders (id);
