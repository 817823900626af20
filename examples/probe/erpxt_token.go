package main

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire/erpxt"
)

// findTokens returns the responses of the token endpoint that were a success.
func (p *erpxtProbe) findTokens() []*exchange {
	return slices.DeleteFunc(p.wire.find("/token"), func(e *exchange) bool { return e.status != http.StatusOK })
}

func (p *erpxtProbe) askTokenMembers(context.Context) finding {
	token := p.findTokens()
	if len(token) == 0 {
		return missing(errNoResponse)
	}
	object := token[0].object()
	kind, _ := object["token_type"].(string)
	_, isNumber := whole(object["expires"])
	_, hasToken := object["access_token"].(string)
	ok := hasToken && isNumber && strings.EqualFold(kind, "bearer")
	return judge(ok, "%s; expires: %s", token[0].describe(), presence(object, "expires"))
}

// presence names the kind of a member, or says that there is none.
func presence(object map[string]any, name string) string {
	if v, ok := object[name]; ok {
		return kindOf(v)
	}
	return "absent"
}

func (p *erpxtProbe) askTokenLifetime(context.Context) finding {
	token := p.findTokens()
	if len(token) == 0 {
		return missing(errNoResponse)
	}
	for _, name := range []string{"expires", "expires_in"} {
		if seconds, ok := whole(token[0].object()[name]); ok {
			return judge(seconds == 600, "%s: %d", name, seconds)
		}
	}
	return judge(false, "no lifetime; %s", token[0].describe())
}

// askOlderToken fetches a second token with a client of its own, and then uses the first one again.
func (p *erpxtProbe) askOlderToken(ctx context.Context) finding {
	second, err := p.newClient()
	if err != nil {
		return missing(err)
	}
	e, err := p.wire.observe(ctx, func(ctx context.Context) error {
		_, err := second.Products.List(ctx, erpxt.ProductQuery{Top: 1})
		return err
	})
	if e == nil {
		return missing(err)
	}
	if tokens := p.findTokens(); len(tokens) < 2 || sameToken(tokens) {
		return doubt("the service gave the same token again")
	}
	if _, _, err = p.list(ctx, erpxt.ProductQuery{Top: 1}); err == nil {
		return judge(true, "the first token works beside the second")
	}
	status := lastStatus(p.wire)
	return judge(status != http.StatusUnauthorized, "status %d with the first token", status)
}

func sameToken(tokens []*exchange) bool {
	return tokens[0].object()["access_token"] == tokens[len(tokens)-1].object()["access_token"]
}

func lastStatus(w *wire) int {
	all := w.all()
	return all[len(all)-1].status
}
