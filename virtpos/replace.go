package virtpos

import (
	"context"
	"fmt"
	"iter"
	"net/http"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// opReplace is the cycle as a whole, for input that is refused before any of its calls.
var opReplace = call.Op{Name: "Store.ReplaceOnHand", Method: http.MethodPost, Effect: shelfwire.EffectWrite}

// DefaultWorkers is how many updates are under way at a time when [ReplaceOptions] does not say.
const DefaultWorkers = 4

// ReplaceOptions are settings of [StoreService.ReplaceOnHand].
type ReplaceOptions struct {
	// Workers is how many updates are under way at a time; 0 means DefaultWorkers. They share the client's limiter.
	Workers int

	// AllowEmpty lets an empty feed set the whole stock of the warehouse to zero. Without it an empty feed is an error:
	// it is more often a failed export than an empty shop.
	AllowEmpty bool

	// Resume is the report of an earlier run for the same warehouse, to go on from: its version stands, and rows that it
	// confirmed are not sent again when the feed still holds them as they were. A feed that lacks a row which that run
	// updated, or may have, is refused before the zeroing, which would spare such a row: start anew then.
	Resume *ReplaceReport

	// Progress, which may be nil, is called with each row, in the order of the feed, on the goroutine of the caller.
	Progress func(RowReport)
}

// ReplaceOnHand replaces the stock of a warehouse by a feed, in the three steps that the guide describes: it reads the
// version of the stock, updates every row of the feed, several at a time, and sets to zero whatever was not updated.
//
// Nothing is zeroed unless every row was confirmed: not after an update that failed or is in doubt, not when the feed
// ended with an error, not for an empty feed (see ReplaceOptions.AllowEmpty), not when the context has ended, and not
// when the version could not be read, in which case nothing is updated either. So a run that is broken off at any moment
// leaves no row at zero that was in the feed. Each row needs a Quantity; the Warehouse may be left out of it.
//
// Two rows for the same item and lot are refused, and so is what turns out to be: when two rows, told apart by their ids
// or lots, come back as one and the same row of the server, the second has overwritten the first.
//
// The feed is read while it is sent, on a goroutine of its own; a feed that is slow does not keep the run from ending
// with its context. The run ends before the feed does when the key is refused
// (401 or 403), when ten rows one after the other are without an answer of the provider's, somebody else's pages included,
// and when the client would have to wait for longer than Retry.MaxRetryAfter.
//
// A row is confirmed by success 1 in the response to it, in whatever form the rest of it comes; see
// [StoreService.UpdateOnHand].
//
// The report says what became of each row, and is complete also beside an error, which is a [*ReplaceError] and matches
// shelfwire.ErrIncomplete. To go on, call again with the whole feed and ReplaceOptions.Resume.
func (s *StoreService) ReplaceOnHand(
	ctx context.Context, warehouse Warehouse, feed iter.Seq2[OnHandUpdate, error], opts ReplaceOptions,
) (ReplaceReport, error) {
	report := ReplaceReport{Warehouse: warehouse, ZeroOutcome: shelfwire.OutcomeNotSent}
	var problems check.Problems
	if opts.check(&problems, warehouse, feed); problems.Err() != nil {
		return report, s.caller.Invalid(opReplace, problems.Err())
	}
	err := s.replace(ctx, &report, feed, &opts)
	return report, err
}

func (s *StoreService) replace(
	ctx context.Context, report *ReplaceReport, feed iter.Seq2[OnHandUpdate, error], opts *ReplaceOptions,
) (err error) {
	if report.Version, err = s.firstVersion(ctx, report.Warehouse, opts.Resume); err != nil {
		return report.failed("the version of the stock could not be read, so nothing was sent", err)
	}
	r := newReplacement(s, report, opts)
	r.update(ctx, feed)
	if reason, cause := r.obstacle(ctx); reason != "" {
		return report.failed("nothing was zeroed, since "+reason, cause)
	}
	report.Zero, err = s.ZeroOutdated(ctx, report.Warehouse, report.Version)
	report.ZeroOutcome = shelfwire.OutcomeOf(err)
	if err != nil {
		return report.failed("every row was updated, but zeroing the others failed", err)
	}
	return nil
}

func (o *ReplaceOptions) check(problems *check.Problems, warehouse Warehouse, feed iter.Seq2[OnHandUpdate, error]) {
	warehouse.check(problems, "warehouse")
	if feed == nil {
		problems.Add("feed", "is missing")
	}
	problems.NotNegative("Workers", int64(o.Workers))
	if o.Resume != nil && o.Resume.Warehouse != warehouse {
		problems.Add("Resume", "is the report of another warehouse: "+o.Resume.Warehouse.String())
	}
}

// firstVersion is that of the run to go on from, if there is one. A version of zero could not be sent: see ZeroOutdated.
func (s *StoreService) firstVersion(ctx context.Context, warehouse Warehouse, resume *ReplaceReport) (Version, error) {
	if resume != nil && resume.Version > 0 {
		return resume.Version, nil
	}
	version, err := s.OnHandVersion(ctx, warehouse)
	if err == nil && version == 0 {
		err = fmt.Errorf("%w: the version is 0", shelfwire.ErrMalformed)
	}
	return version, err
}

// failed makes the error of a run.
func (r *ReplaceReport) failed(reason string, cause error) error {
	return &ReplaceError{
		Reason: reason, Updated: r.Updated(), Failed: r.Failed(), Unknown: r.Unknown(), Err: cause, zero: r.ZeroOutcome,
	}
}
