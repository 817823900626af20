package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// flow is a flow as the page about the sync shows it.
type flow struct {
	Title string
	kind  string                                 // of its job
	mark  string                                 // of its import; empty when there is none
	tell  func(json.RawMessage) (telling, error) // what it did

	isOptional bool // it is shown once it has run
}

var allFlows = [...]flow{
	{"Products", jobs.ImportProducts{}.Kind(), "products", told(tellProducts), false},
	{"Balances", jobs.ImportBalances{}.Kind(), "balances", told(tellBalances), false},
	{"Orders from MerchantPro", jobs.PickUpOrders{}.Kind(), flows.PickUpMark, told(tellPickUp), false},
	{"Statuses in MerchantPro", jobs.SendStatus{}.Kind(), "", told(tellStatuses), true},
	{"Price list in ERP XT", jobs.PushPriceList{}.Kind(), "", told(tellPush), false},
	{"Listings in MerchantPro", jobs.PushListings{}.Kind(), "", told(tellListings), false},
	{"Till in VirtualPOS", jobs.ReplaceTill{}.Kind(), "", told(tellTill), false},
}

// syncRow is a flow and its latest runs.
type syncRow struct {
	flow
	telling // of the last run

	Runs       []runRow // the newest first
	IsUnderWay bool
	Mark       time.Time // how far it has come, by the provider's clock
}

// runRow is a run of a flow.
type runRow struct {
	shop.Run
	telling
}

// Seconds is how long the run took.
func (r runRow) Seconds() string { return fmt.Sprintf("%.1f", max(r.Ended.Sub(r.Began), 0).Seconds()) }

// Last is the last run; nil when there was none.
func (r *syncRow) Last() *runRow {
	if len(r.Runs) == 0 {
		return nil
	}
	return &r.Runs[0]
}

// Chart shows the runs.
func (r *syncRow) Chart() chart { return newChart(r.Runs) }

func (s *site) sync(w http.ResponseWriter, r *http.Request) error {
	var rows []*syncRow
	for _, f := range allFlows {
		row, err := s.latestRuns(r.Context(), f)
		if err != nil {
			return err
		}
		if len(row.Runs) > 0 || !f.isOptional {
			rows = append(rows, row)
		}
	}
	return s.render(w, http.StatusOK, "sync", page{Title: "Sync", Section: "sync", Body: rows})
}

func (s *site) latestRuns(ctx context.Context, f flow) (*syncRow, error) {
	row := &syncRow{flow: f}
	runs, err := s.Shop.Runs(ctx, f.kind)
	if err != nil {
		return nil, err
	}
	for _, run := range runs {
		shown := runRow{Run: run}
		if run.Error == "" {
			if shown.telling, err = f.tell(run.Output); err != nil {
				return nil, err
			}
		}
		row.Runs = append(row.Runs, shown)
	}
	if last := row.Last(); last != nil {
		row.telling = last.telling
	}
	if row.IsUnderWay, err = s.Jobs.IsUnderWay(ctx, f.kind); err != nil {
		return nil, err
	}
	if f.mark != "" {
		row.Mark, err = s.Shop.Mark(ctx, f.mark)
	}
	return row, err
}
