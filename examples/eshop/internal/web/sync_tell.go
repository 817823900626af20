package web

import (
	"encoding/json"
	"fmt"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
)

// telling is what a run of a flow did, in words.
type telling struct {
	Lines    []string
	Unlisted []string // products that the channel does not have, by SKU
	flows.Attention
}

// count adds a line about something that there is some of.
func (t *telling) count(n int, what string) {
	if n > 0 {
		t.Lines = append(t.Lines, fmt.Sprintf("%d %s", n, what))
	}
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
	if !i.Ahead.IsZero() {
		t.Lines = append(t.Lines, i.ClockTrouble())
	}
	if i.NotAgain != "" {
		t.Lines = append(t.Lines, "not read again: "+i.NotAgain)
	}
	return t
}

func tellProducts(i flows.Import) telling { return tellImport(i, "a price") }
func tellBalances(i flows.Import) telling { return tellImport(i, "a balance") }

func tellPickUp(p flows.PickedUp) (t telling) {
	t.Lines = []string{fmt.Sprintf("%d listed, %d of them new", p.Read, p.New)}
	t.count(p.Again, "read again")
	t.count(p.Placed, "on their way to the accounts")
	t.count(p.Parked, "for a person")
	t.count(p.Closed, "not due for 60 days, and hardly read any more")
	t.count(p.Nameless, "without a number that can be read")
	if p.NotAgain != "" {
		t.Lines = append(t.Lines, "not read again: "+p.NotAgain)
	}
	return t
}

func tellStatuses(s flows.Statuses) telling {
	t := telling{Attention: s.Attention}
	t.count(s.Set, "set")
	t.count(s.Left, "left as they were")
	t.count(s.Parked, "for a person")
	return t
}

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
	t := telling{Attention: l.Attention, Unlisted: l.Missing}
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
