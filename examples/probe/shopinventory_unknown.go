package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// unknownRow asks for a product that no shop has.
func (p *shopProbe) unknownRow(id, what string, ref shopinventory.ItemRef) row {
	return row{
		id: "shopinventory/" + id, source: undocumented,
		assumption: fmt.Sprintf("An unknown %s is a 404 with the provider's error object", what),
		ask:        func(ctx context.Context) finding { return p.askUnknown(ctx, ref) },
	}
}

func (p *shopProbe) askUnknown(ctx context.Context, ref shopinventory.ItemRef) finding {
	seen := p.get(ctx, ref)
	if seen.exchange == nil {
		return missing(seen.err)
	}
	_, hasError := seen.exchange.object()["error"].(map[string]any)
	ok := hasError && errors.Is(seen.err, shelfwire.ErrNotFound)
	return judge(ok, "%s%s", seen.exchange.describe(), errorName(seen.exchange))
}

func (p *shopProbe) askSlash(ctx context.Context) finding {
	return p.askUnknown(ctx, shopinventory.BySKU("shelfwire-probe/no-such-sku"))
}

// errorName returns the machine's name of an error.
func errorName(e *exchange) string {
	if name, _ := member(e.object(), "error", "name").(string); name != "" {
		return ", named " + showCode(name)
	}
	return ""
}

// askTooMany looks at the form of a 429, if one came.
func (p *shopProbe) askTooMany(context.Context) finding {
	for _, e := range p.wire.all() {
		if e.status == http.StatusTooManyRequests {
			details, _ := member(e.object(), "error", "details").(map[string]any)
			retry := "absent"
			if e.header.Get("Retry-After") != "" {
				retry = kindOf(e.header.Get("Retry-After"))
			}
			return judge(details["reset_time"] != nil, "%s; reset_time: %s; Retry-After: %s",
				e.describe(), presence(details, "reset_time"), retry)
		}
	}
	return doubt("none came")
}
