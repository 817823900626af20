-- +goose Up
-- The form that an order was placed with. Sent twice, it must not become two orders.
CREATE TABLE order_forms (
    form     TEXT PRIMARY KEY,    -- a random name, given out with the form; it also names the order to whoever placed it
    order_id BIGINT NOT NULL UNIQUE REFERENCES orders (id)
);
