-- +goose Up
-- Where the orders become invoices: 'Resico' or 'ERP XT'. Orders that are there already have gone to Resico.
INSERT INTO settings (key, value) SELECT 'accounts', 'Resico' WHERE EXISTS (SELECT 1 FROM orders);

ALTER TABLE orders ADD COLUMN tax_number TEXT NOT NULL DEFAULT '';      -- of a business that buys; empty for a person
ALTER TABLE orders ADD COLUMN invoice_number TEXT NOT NULL DEFAULT '';  -- of the confirmed invoice in ERP XT
