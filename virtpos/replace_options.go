package virtpos

import (
	"iter"
	"time"

	"github.com/shelfwire/shelfwire/internal/bulk"
	"github.com/shelfwire/shelfwire/internal/check"
)

// ReplaceOptions are settings of [StoreService.ReplaceOnHand]. The zero value is a cautious default.
type ReplaceOptions struct {
	// Workers is the number of concurrent updates, at most 1,000; 0 means DefaultWorkers. They share the client's limiter.
	Workers int

	// AllowEmpty permits zeroing the whole warehouse: for an empty feed, and for one whose rows were all tolerated.
	// Otherwise both are an error, since a failed export is likelier than an empty shop.
	AllowEmpty bool

	// Resume is the report of an earlier run of the same warehouse, to continue from. Its version is used again, and rows
	// that it confirmed are skipped when the feed still has them unchanged. When the feed lacks a row that the earlier run
	// updated, or may have updated, the run ends with an error before the zeroing, which would spare that row: start anew.
	//
	// This holds for a report made by this client, as long as the client has done nothing else to the warehouse since. For
	// any other report, such as one restored from JSON, a new version is read and every row is sent, because another
	// process may have changed the rows meanwhile. TrustConfirmed overrides that.
	//
	// The report of a finished run is rejected, and so is one whose run began longer ago than ResumeWithin.
	Resume *ReplaceReport

	// ResumeWithin is the greatest age of the run to resume, from its beginning; 0 means DefaultResumeWithin.
	ResumeWithin time.Duration

	// TrustConfirmed says that a lock of the caller's spans the run to resume and this one, over all processes, so the
	// warehouse is unchanged between them. Confirmed rows are then skipped whoever made the report.
	TrustConfirmed bool

	// Tolerate reports whether the zeroing may take place although the provider rejected a row, for example one of an
	// unknown item. Any stock of that item is then zeroed. It is called with each row that the provider rejected, in the
	// order of the feed, on the caller's goroutine; nil tolerates none. Rows with an unknown outcome, and rows rejected
	// before they were sent, always prevent the zeroing.
	Tolerate func(RowResult) bool

	// Progress is called with each row, in the order of the feed, on the caller's goroutine. It may be nil.
	Progress func(RowResult)

	// MaxZeroed is how many rows of stock the zeroing may set to zero, against a feed that ends in its middle without an
	// error. Before the zeroing, the warehouse is then read, which takes one call, or two for an external id that no response
	// has named. When more rows are above zero that the feed lacks, or when they cannot be counted, the run ends with a
	// [*ReplaceError] before the zeroing, and ReplaceReport.Left has these rows; Resume continues it, with the whole feed or
	// with a greater bound. Rows are told apart as for ReplaceReport.Left, so that those of Unchecked count as well.
	//
	// 0 means no bound, and no call; a negative number means that none may be zeroed. A run that resumes another one has its
	// own bound, so set it again. PreviewReplace shows what a bound would meet before the first update.
	MaxZeroed int

	// SkipCheck omits reading the warehouse back after the zeroing, which takes one call: see ReplaceReport.Missing.
	SkipCheck bool

	// MaxMissing is how many rows of the feed may be out of stock after the zeroing before the run ends in a
	// [*CheckError]: tills sell last pieces meanwhile. 0 means one percent of the rows above zero, and at least 3, but
	// never all of several; a negative number means none.
	MaxMissing int
}

const (
	// DefaultWorkers is the number of concurrent updates when ReplaceOptions.Workers is 0.
	DefaultWorkers = 4
	// DefaultResumeWithin is the greatest age of a report to resume when ReplaceOptions.ResumeWithin is 0.
	DefaultResumeWithin = time.Hour
)

func (o *ReplaceOptions) validate(problems *check.Problems, warehouse WarehouseRef, feed iter.Seq2[OnHandUpdate, error]) {
	warehouse.validate(problems, "warehouse")
	if feed == nil {
		problems.Add("feed", "is missing")
	}
	problems.Between("Workers", int64(o.Workers), bulk.MaxWorkers)
	problems.NotNegative("ResumeWithin", int64(o.ResumeWithin))
	if o.Resume != nil {
		o.validateResume(problems, warehouse)
	}
}
