-- +goose Up
-- The latest runs of each flow, failed ones included: what came of them, and how many calls to providers they took.
CREATE TABLE runs (
    id           INTEGER PRIMARY KEY,
    kind         TEXT NOT NULL,    -- of its job
    began_at     TEXT NOT NULL,
    ended_at     TEXT NOT NULL,
    calls        INTEGER NOT NULL,  -- repeated ones included
    failed_calls INTEGER NOT NULL,
    output       TEXT NOT NULL,    -- what the flow says that it did, as JSON; empty when it failed
    error        TEXT NOT NULL     -- empty unless it failed
);

CREATE INDEX runs_by_kind ON runs (kind, id);
