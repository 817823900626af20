-- +goose Up
-- What an order of a channel takes from the stock as long as it is no order here.
CREATE TABLE remote_lines (
    channel   TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    line_no   INTEGER NOT NULL,
    sku       TEXT NOT NULL,
    quantity  TEXT NOT NULL,
    location  TEXT NOT NULL,    -- where the goods would leave from
    PRIMARY KEY (channel, remote_id, line_no),
    FOREIGN KEY (channel, remote_id) REFERENCES remote_orders (channel, remote_id)
);

CREATE INDEX remote_lines_by_sku ON remote_lines (sku);

-- What has been ordered and is not in the stock yet, line by line. An order is taken to be in the stock when it was in the
-- accounts before the stock was read; one that failed takes nothing.
CREATE VIEW taken AS
SELECT l.sku, l.quantity, o.location
FROM order_lines l
JOIN orders o ON o.id = l.order_id
JOIN products p ON p.sku = l.sku
WHERE o.state IN ('open', 'parked') OR o.state = 'sent' AND o.closed_at >= p.balance_at
UNION ALL
SELECT l.sku, l.quantity, l.location
FROM remote_lines l
JOIN remote_orders r ON r.channel = l.channel AND r.remote_id = l.remote_id
WHERE r.state IN ('waiting', 'parked') AND r.order_id IS NULL;

-- When an order of a channel was first read: from then on it may wait for its payment.
ALTER TABLE remote_orders ADD COLUMN met_at TEXT NOT NULL DEFAULT '0001-01-01T00:00:00.000000Z';
UPDATE remote_orders SET met_at = created_at;
