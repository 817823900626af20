package virtpos

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// opReplace is the cycle as a whole, for input that is rejected before any of its calls.
var opReplace = call.Op{Name: "Store.ReplaceOnHand", Method: http.MethodPost, Effect: shelfwire.EffectWrite}

const (
	// DefaultWorkers is how many updates are under way at a time when [ReplaceOptions] does not say.
	DefaultWorkers = 4
	// DefaultResumeWithin is how old a report may be to be resumed when [ReplaceOptions] does not say.
	DefaultResumeWithin = time.Hour
)

// ReplaceOptions are settings of [StoreService.ReplaceOnHand].
type ReplaceOptions struct {
	// Workers is how many updates are under way at a time; 0 means DefaultWorkers. They share the client's limiter.
	Workers int

	// AllowEmpty lets the whole stock of the warehouse be set to zero: by an empty feed, or by one of which no row was
	// confirmed and all were tolerated. Without it either is an error: it is more often a failed export than an empty shop.
	AllowEmpty bool

	// Resume is the report of an earlier run of the same warehouse, to go on from. Its version stands, and rows that it
	// confirmed are not sent again when the feed still holds them as they were. A feed that lacks a row which that run
	// updated, or may have, is an error before the zeroing, which would spare such a row: start anew then.
	//
	// That holds for a report that this client has made, while it has done nothing else to the warehouse since. Of any
	// other report, such as one that was kept as JSON, nothing is relied on, because another process may have changed the
	// rows meanwhile: a new version is read and every row is sent. See TrustConfirmed.
	//
	// The report of a finished run is rejected, and so is one that began longer ago than ResumeWithin.
	Resume *ReplaceReport

	// ResumeWithin is how long ago the run to resume may have begun; 0 means DefaultResumeWithin.
	ResumeWithin time.Duration

	// TrustConfirmed says that a lock of the caller's spans the run to resume and this one, over all processes, so that
	// nothing else can have changed the warehouse: rows that were confirmed are then not sent again whoever made the report.
	TrustConfirmed bool

	// Tolerate, which may be nil, is called with each row that the provider rejected, such as one of an item that it does
	// not know, and reports whether the zeroing may take place all the same. Stock that the item may have is then set to
	// zero. Rows whose outcome is unknown always hold the zeroing back, and so do rows that were rejected before they were
	// sent. It is called on the goroutine of the caller, in the order of the feed.
	Tolerate func(RowResult) bool

	// Progress, which may be nil, is called with each row, in the order of the feed, on the goroutine of the caller.
	Progress func(RowResult)

	// SkipCheck leaves out reading the warehouse back after the zeroing, which takes one call: see ReplaceReport.Missing.
	SkipCheck bool

	// MaxMissing is how many rows of the feed may be without stock after the zeroing before the run ends in a
	// [*CheckError]: tills sell last pieces meanwhile. 0 means one in a hundred of the rows above zero, and at least 3; a
	// negative number means none.
	MaxMissing int
}

// ReplaceOnHand replaces the stock of a warehouse by a feed, in the three steps that the guide describes ("Механизм
// обнуления необновленных остатков"): it reads the version of the stock, updates every row of the feed, several at a time,
// and sets to zero whatever was not updated. Then it reads the warehouse back, to see that this is what has happened.
//
// Nothing is zeroed unless every row was confirmed: not after an update that failed or is in doubt (but see
// ReplaceOptions.Tolerate), not when the feed ended with an error, not for an empty feed (see ReplaceOptions.AllowEmpty),
// not when the context has ended, and not when the version could not be read, in which case nothing is updated either. So a
// run that is broken off at any moment leaves no row at zero that was in the feed. Each row needs a Quantity; the Warehouse
// may be left out of it.
//
// Two rows for the same item and lot are rejected, and so is what turns out to be: when two rows, told apart by their ids
// or lots, come back as one and the same row of the server, the second has overwritten the first.
//
// The feed is read while it is sent, on a goroutine of its own; a feed that is slow does not keep the run from ending
// with its context. Until the first answer, rows are sent one by one. The run ends before the feed does when the key is
// rejected (401 or 403), when ten rows one after the other are without an answer of the provider's, somebody else's pages
// included, and when the client would have to wait for longer than Retry.MaxRetryAfter. These are the manners of
// shopinventory's UpdateAll, too.
//
// A row is confirmed by success 1 in the response to it, in whatever form the rest of it comes; see
// [StoreService.UpdateOnHand].
//
// # Errors
//
// The report says what became of each row, and is complete also beside an error, which is a [*ReplaceError] and matches
// shelfwire.ErrIncomplete. To go on, call again with the whole feed and ReplaceOptions.Resume. When the response to the
// zeroing is lost and the warehouse then holds nothing that the feed lacks, the zeroing counts as applied.
//
// A [*CheckError] says that the run is finished and that the server has not kept what it was to keep. When the warehouse
// could not be read back, the run is finished and ReplaceReport.CheckErr says why.
//
// # Side by side
//
// Two runs of one warehouse by one client wait for each other; a warehouse named by its id and one named by an external id
// may be the same. Two processes do not know of each other: each spares the rows that the other has updated since it read
// its version, so that the stock of both feeds stays, and of a row that is in both, the quantity that came last. Hold a
// lock in a database that both use, from before the feed is read until the run has ended.
//
// # Servers that behave otherwise
//
// The guide does not say how the server counts versions.
//   - A server that does not raise the version of a row whose quantity stays the same zeroes that row: the check finds it,
//     and the run ends in a [*CheckError]. Nothing before the zeroing shows it.
//   - On a server whose version is a time in seconds, a row that is not in the feed and was updated in the second in which
//     the version was read is not zeroed; it is in ReplaceReport.Left.
//   - A server whose version is 0 is an error (shelfwire.ErrMalformed), and nothing is sent.
func (s *StoreService) ReplaceOnHand(
	ctx context.Context, warehouse WarehouseRef, feed iter.Seq2[OnHandUpdate, error], opts ReplaceOptions,
) (ReplaceReport, error) {
	report := ReplaceReport{Warehouse: warehouse, Began: time.Now().UTC().Round(0), ZeroOutcome: shelfwire.OutcomeNotSent}
	var problems check.Problems
	if opts.check(&problems, warehouse, feed); problems.Err() != nil {
		return report, s.caller.InvalidInput(opReplace, problems.Err())
	}
	release, err := s.warehouses.acquire(ctx, warehouse)
	if err != nil {
		err = report.failed("another run was replacing the stock of the warehouse, so nothing was sent", err)
		return report, err
	}
	defer release()
	err = s.replace(ctx, &report, feed, &opts)
	return report, err
}

func (s *StoreService) replace(
	ctx context.Context, report *ReplaceReport, feed iter.Seq2[OnHandUpdate, error], opts *ReplaceOptions,
) (err error) {
	r := newReplacement(s, report, opts)
	if report.Version.IsZero() {
		if report.Version, err = s.OnHandVersion(ctx, report.Warehouse); err != nil {
			return report.failed("the version of the stock could not be read, so nothing was sent", err)
		}
	}
	report.run = s.warehouses.change(report.Warehouse)
	r.update(ctx, feed)
	if reason, cause := r.obstacle(ctx); reason != "" {
		return report.failed("nothing was zeroed, since "+reason, cause)
	}
	report.Zero, err = s.zeroOutdated(ctx, report.Warehouse, report.Version)
	report.ZeroOutcome = shelfwire.OutcomeOf(err)
	return r.finish(ctx, err)
}

// finish checks what the zeroing has led to, which may have ended with an error.
func (r *replacement) finish(ctx context.Context, zeroErr error) error {
	report := r.report
	if mayBeIn(report.ZeroOutcome) && !r.opts.SkipCheck {
		missing := r.check(ctx)
		switch {
		case report.CheckErr != nil:
		case report.ZeroOutcome == shelfwire.OutcomeUnknown && len(report.Left) > 0:
		case missing != nil:
			report.ZeroOutcome = shelfwire.OutcomeApplied
			return missing
		default:
			report.ZeroOutcome = shelfwire.OutcomeApplied
			return nil
		}
	}
	if zeroErr != nil {
		return report.failed("every row was updated, but zeroing the others failed", zeroErr)
	}
	return nil
}

func (o *ReplaceOptions) check(problems *check.Problems, warehouse WarehouseRef, feed iter.Seq2[OnHandUpdate, error]) {
	warehouse.check(problems, "warehouse")
	if feed == nil {
		problems.Add("feed", "is missing")
	}
	problems.NotNegative("Workers", int64(o.Workers))
	problems.NotNegative("ResumeWithin", int64(o.ResumeWithin))
	if o.Resume != nil {
		o.checkResume(problems, warehouse)
	}
}

func (o *ReplaceOptions) checkResume(problems *check.Problems, warehouse WarehouseRef) {
	within := o.ResumeWithin
	if within == 0 {
		within = DefaultResumeWithin
	}
	switch age := time.Since(o.Resume.Began); {
	case o.Resume.Warehouse != warehouse:
		problems.Add("Resume", "is the report of another warehouse: "+o.Resume.Warehouse.String())
	case o.Resume.ZeroOutcome == shelfwire.OutcomeApplied:
		problems.Add("Resume", "is the report of a finished run")
	case o.Resume.Began.IsZero():
		problems.Add("Resume", "does not say when its run began")
	case age > within:
		problems.Add("Resume", fmt.Sprintf("is of a run that began %s ago; ResumeWithin is %s", age.Round(time.Second), within))
	case age < -time.Minute:
		problems.Add("Resume", "is of a run that began in the future; the clocks differ")
	}
}
