package virtpos

import (
	"context"
	"iter"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// ReplaceOnHand replaces the stock of a warehouse by a feed, in the three steps of the guide "API :: Store",
// "Механизм обнуления необновленных остатков": it reads the version of the stock, updates every row of the
// feed, several at a time, and zeroes all rows that were not updated. Then it reads the warehouse back to check
// the result.
//
// The zeroing takes place only when every row was confirmed (see ReplaceOptions.Tolerate for exceptions), the
// feed ended without an error and had rows (see ReplaceOptions.AllowEmpty), and the context is still alive. A feed
// that ends early without an error looks like a whole one: ReplaceOptions.MaxZeroed bounds what it can cost.
// When the version cannot be read, the updates are left out as well. So wherever a run ends, the rows of the
// feed are safe from the zeroing. Each row needs an OnHand; its Warehouse may be left out.
//
// Two rows with the same item and lot are rejected. When two rows with different ids or lots come back as the
// same row of the server, the second one has overwritten the first and fails with shelfwire.ErrConflict.
//
// The feed is read on a goroutine of its own while rows are sent, so a slow feed cannot delay the end of the
// run when the context ends. Rows are sent one at a time until the first response, then Workers at a time. The
// run ends early when the key is rejected (401 or 403), when ten consecutive rows fail without a response from
// the provider (foreign pages count as none), and when the client would have to wait longer than
// Retry.MaxRetryAfter.
//
// Success 1 in the response confirms a row; see [StoreService.UpdateOnHand].
//
// # Errors
//
// The report says what happened to each row. It is complete beside an error, too, which is a [*ReplaceError]
// and matches shelfwire.ErrIncomplete. To continue, call again with the whole feed and ReplaceOptions.Resume.
// When the response to the zeroing is lost and the warehouse then holds rows of the feed and nothing else, the
// zeroing counts as applied.
//
// A [*CheckError] says that the run is finished, but that the server zeroed rows it should have kept. When the
// warehouse cannot be read back, the run is finished and ReplaceReport.CheckErr says why.
//
// # Concurrent runs
//
// Runs of one warehouse by one client wait for each other; a warehouse named by its id and one named by an
// external id count as the same. Separate processes are unaware of each other: each one spares the rows that
// the other has updated since it read its version, so the stock of both feeds stays, and a row in both has the
// later quantity. The same holds for several clients in one process. Hold a lock in a shared database from before the
// feed is read until the run has ended.
//
// A request whose outcome is unknown may still be carried out later, by a server that was slow. After a run with unknown
// rows, wait longer than the server keeps requests before the next one.
//
// Tolerate, Progress and the feed must not call ReplaceOnHand of the same client: it would wait for this run.
//
// # Differing servers
//
// The guide leaves open how the server counts versions.
//   - A server that leaves the version of a row as it is when its quantity stays the same zeroes that row. The
//     check finds it after the zeroing, and the run ends in a [*CheckError].
//   - On a server whose version is a time in seconds, a row outside the feed that was updated in the second in
//     which the version was read keeps its stock; it is in ReplaceReport.Left.
//   - A version of 0 is an error (shelfwire.ErrMalformed), and the run ends before the first update.
func (s *StoreService) ReplaceOnHand(
	ctx context.Context, warehouse WarehouseRef, feed iter.Seq2[OnHandUpdate, error], opts ReplaceOptions,
) (ReplaceReport, error) {
	report := ReplaceReport{Warehouse: warehouse, Began: time.Now().UTC().Round(0), ZeroOutcome: shelfwire.OutcomeNotSent}
	var problems check.Problems
	if opts.validate(&problems, warehouse, feed); problems.Err() != nil {
		return report, s.caller.InvalidInput(opReplace, problems.Err())
	}
	release, err := s.locks.acquireWarehouse(ctx, warehouse)
	if err != nil {
		err = report.replaceError("another run was replacing the stock of the warehouse, so nothing was sent", err)
		return report, err
	}
	defer release()
	if opts.validate(&problems, warehouse, feed); problems.Err() != nil { // a report may have become too old meanwhile
		return report, s.caller.InvalidInput(opReplace, problems.Err())
	}
	err = s.runReplacement(ctx, &report, feed, &opts)
	return report, err
}

// runReplacement takes the steps of a run: version, updates, zeroing, check.
func (s *StoreService) runReplacement(
	ctx context.Context, report *ReplaceReport, feed iter.Seq2[OnHandUpdate, error], opts *ReplaceOptions,
) (err error) {
	r := newReplacement(s, report, opts)
	if report.Version.IsZero() {
		if report.Version, err = s.OnHandVersion(ctx, report.Warehouse); err != nil {
			return report.replaceError("the version of the stock could not be read, so nothing was sent", err)
		}
	}
	report.state = s.locks.countChange(report.Warehouse)
	r.sendUpdates(ctx, feed)
	reason, cause := r.findObstacle(ctx)
	if reason == "" && opts.MaxZeroed != 0 {
		reason, cause = r.findExcess(ctx)
	}
	if reason != "" {
		return report.replaceError("nothing was zeroed, since "+reason, cause)
	}
	report.Zero, err = s.zeroOutdated(ctx, report.Warehouse, report.Version)
	report.ZeroOutcome = shelfwire.OutcomeOf(err)
	return r.finishZeroing(ctx, err)
}

// finishZeroing checks the stock after the zeroing, which may have ended with zeroErr.
func (r *replacement) finishZeroing(ctx context.Context, zeroErr error) error {
	report := r.report
	if mayBeApplied(report.ZeroOutcome) && !r.opts.SkipCheck {
		isProof, err := r.verifyStock(ctx)
		isProof = isProof && len(report.Left) == 0
		if report.CheckErr == nil && (report.ZeroOutcome == shelfwire.OutcomeApplied || isProof) {
			report.ZeroOutcome = shelfwire.OutcomeApplied
			return err
		}
	}
	if zeroErr != nil {
		return report.replaceError("every row was updated, but zeroing the others failed", zeroErr)
	}
	return nil
}
