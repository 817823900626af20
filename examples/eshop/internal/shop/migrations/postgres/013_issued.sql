-- +goose Up
-- When the goods of an order had left the stock of the ERP that keeps it, at the latest: with its invoice where that ERP makes
-- the invoices, otherwise when a person has entered the goods issue there. Until then nothing of that ERP's stock is without
-- them. What was in the accounts before this column counts as it did.
ALTER TABLE orders ADD COLUMN issued_at TEXT COLLATE "C";
UPDATE orders SET issued_at = closed_at WHERE state = 'sent';

CREATE INDEX orders_to_issue ON orders (id) WHERE state = 'sent' AND issued_at IS NULL;

-- What has been ordered and is not in the stock yet, line by line. An order is taken to be in the stock when its goods had left
-- it, or a person had dealt with it, before the stock was read. One that failed may be tried again.
DROP VIEW taken;
CREATE VIEW taken AS
SELECT l.sku, l.quantity, o.location
FROM order_lines l
JOIN orders o ON o.id = l.order_id
JOIN products p ON p.sku = l.sku
WHERE o.issued_at IS NULL OR o.issued_at >= p.balance_at
UNION ALL
SELECT l.sku, l.quantity, l.location
FROM remote_lines l
JOIN remote_orders r ON r.channel = l.channel AND r.remote_id = l.remote_id
JOIN products p ON p.sku = l.sku
WHERE r.order_id IS NULL AND (r.state IN ('waiting', 'parked') OR r.state = 'closed' AND r.dealt_at >= p.balance_at);
