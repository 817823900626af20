// Package once makes a write happen at most once, whatever dies on the way: the process, the connection or the
// database. The providers have no idempotency keys, so the caller keeps a record of each write, committed before
// the call and again after it:
//
//	store := once.NewSQL(db, "remote_writes")
//	id, err := once.Do(ctx, store, once.Key{Name: "invoice of order 17", Request: invoice},
//		func(ctx context.Context) (int64, error) { return client.Invoices.Create(ctx, invoice) })
//
// [Do] with the same key again makes no second call. What it does depends on the record:
//
//	         ┌─ nil ─────────────────────→ done      the kept result is returned
//	         │
//	begun ───┼─ not sent, rejected ──────→ released  the next Do begins anew, maybe with another request
//	  ↑      │                                │
//	  └──────┼────────────────────────────────┘
//	         └─ applied, unknown, killed ─→ parked    a person has to look; see Store.Finish and Store.Release
//
// The ends are those of [shelfwire.OutcomeOf]. A record that Do finds in the state begun was left by a process that
// was killed before a response came, or is still at it; nobody can tell, so the record is parked. When the other
// process does come to its end after all, that end replaces the guess.
//
// # What it promises
//
//   - Of any number of processes that use one store, one makes the call.
//   - A call is made only after its record is committed, so a database that fails keeps it from being made.
//   - What a call returned is never lost in silence: when its end cannot be recorded, Do returns the result beside
//     an error, and the next Do finds the record begun and parks it.
//
// It is about one call. A sequence, such as an invoice with its lines, is one key for each of them.
package once
