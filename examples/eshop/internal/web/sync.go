package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
	"github.com/shelfwire/shelfwire/examples/eshop/internal/jobs"
)

// flow is a flow as the page about the sync shows it.
type flow struct {
	Title string
	kind  string                                 // of its job
	mark  string                                 // of its import; empty when there is none
	tell  func(json.RawMessage) (telling, error) // what it did
}

// telling is what a run of a flow did, in words.
type telling struct {
	Lines []string
	flows.Attention
}

// count adds a line about something that there is some of.
func (t *telling) count(n int, what string) {
	if n > 0 {
		t.Lines = append(t.Lines, fmt.Sprintf("%d %s", n, what))
	}
}

var allFlows = [...]flow{
	{"Products", jobs.ImportProducts{}.Kind(), "products", told(tellProducts)},
	{"Balances", jobs.ImportBalances{}.Kind(), "balances", told(tellBalances)},
	{"Price list in ERP XT", jobs.PushPriceList{}.Kind(), "", told(tellPush)},
	{"Listings in MerchantPro", jobs.PushListings{}.Kind(), "", told(tellListings)},
	{"Till in VirtualPOS", jobs.ReplaceTill{}.Kind(), "", told(tellTill)},
}

// told reads what a flow has left with its job.
func told[R any](tell func(R) telling) func(json.RawMessage) (telling, error) {
	return func(output json.RawMessage) (telling, error) {
		var done R
		if err := json.Unmarshal(output, &done); err != nil {
			return telling{}, err
		}
		return tell(done), nil
	}
}

func tellImport(i flows.Import, what string) (t telling) {
	how := "changed"
	if i.Since.IsZero() {
		how = "in the whole catalogue"
	}
	t.Lines = []string{fmt.Sprintf("%d %s", i.Read, how)}
	t.count(i.Without, "without "+what)
	t.count(i.Unread, "unread in part")
	t.count(i.Nameless, "without a SKU")
	t.count(i.Unknown, "not in the catalogue")
	t.count(i.Gone, "taken off sale")
	if i.NotAgain != "" {
		t.Lines = append(t.Lines, "not read again: "+i.NotAgain)
	}
	return t
}

func tellProducts(i flows.Import) telling { return tellImport(i, "a price") }
func tellBalances(i flows.Import) telling { return tellImport(i, "a balance") }

func tellPush(p flows.Push) telling {
	t := telling{Attention: p.Attention}
	if p.DryRun {
		t.Lines = append(t.Lines, "nothing was written")
	}
	t.count(p.Created, "created")
	t.count(p.Edited, "edited")
	t.count(p.Unchanged, "unchanged")
	t.count(p.WithoutPrice, "without a price")
	t.count(p.WithoutRate, "without a rate")
	return t
}

func tellListings(l flows.Listings) telling {
	t := telling{Attention: l.Attention}
	t.count(l.Pushed, "brought up to date")
	t.count(l.Unchanged, "unchanged")
	t.count(l.WithoutStock, "without a stock")
	t.count(l.WithoutPrice, "without a price")
	t.count(l.NotListed, "not listed")
	return t
}

func tellTill(r flows.Till) telling {
	t := telling{Attention: r.Attention}
	if r.Unchanged {
		t.Lines = append(t.Lines, "nothing has changed")
	}
	t.count(r.Updated, "rows updated")
	t.count(r.Failed, "failed")
	t.count(r.Unknown, "unclear")
	if r.Zeroed {
		t.Lines = append(t.Lines, "the others set to zero")
	}
	if r.Reason != "" {
		t.Lines = append(t.Lines, r.Reason)
	}
	return t
}

// syncRow is a flow and its last run.
type syncRow struct {
	flow
	jobs.Run
	telling

	HasRun     bool
	IsUnderWay bool
	Mark       time.Time // how far it has come, by the provider's clock
	Seconds    string    // that it took
}

func (s *site) sync(w http.ResponseWriter, r *http.Request) error {
	var rows []syncRow
	for _, f := range allFlows {
		row, err := s.lastRun(r.Context(), f)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return s.render(w, http.StatusOK, "sync", page{Title: "Sync", Section: "sync", Body: rows})
}

func (s *site) lastRun(ctx context.Context, f flow) (row syncRow, err error) {
	row.flow = f
	if row.Run, row.HasRun, err = s.Jobs.Last(ctx, f.kind); err != nil {
		return row, err
	}
	row.Seconds = fmt.Sprintf("%.1f", max(row.Ended.Sub(row.Began), 0).Seconds())
	if row.IsUnderWay, err = s.Jobs.IsUnderWay(ctx, f.kind); err != nil {
		return row, err
	}
	if f.mark != "" {
		if row.Mark, err = s.Shop.Mark(ctx, f.mark); err != nil {
			return row, err
		}
	}
	if row.HasRun && row.Error == "" {
		row.telling, err = f.tell(row.Output)
	}
	return row, err
}
