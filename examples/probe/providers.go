package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
)

// provider is how to reach a service, and what to ask it.
type provider struct {
	name      string
	variables []string // of the environment; all or none of them are set
	pace      []shelfwire.Rate
	startFake func() fakeService
	open      func(*target, *wire, *shelfwire.Options) ([]row, error)
}

// fakeService is a running fake.
type fakeService struct {
	variables map[string]string // values for those of the provider
	baseURL   string            // where the variables have none
	items     []string          // for -item
	customer  string            // for -customer
	stop      func()
}

var providers = []provider{
	{"resico", []string{"RESICO_CLIENT_CODE", "RESICO_CLIENT_KEY"}, paceResico, startResico, openResico},
	{"erpxt", []string{"ERPXT_CLIENT_ID", "ERPXT_CLIENT_SECRET"}, paceERPXT, startERPXT, openERPXT},
	{"shopinventory", []string{"MERCHANTPRO_SHOP_URL", "MERCHANTPRO_API_KEY", "MERCHANTPRO_API_SECRET"},
		paceShopInventory, startShopInventory, openShopInventory},
	{"virtpos", []string{"VIRTPOS_ADDRESS", "VIRTPOS_API_KEY"}, paceVirtPOS, startVirtPOS, openVirtPOS},
}

// findProviders returns the providers of some names; all of them without names.
func findProviders(names []string) ([]provider, error) {
	if len(names) == 0 {
		return providers, nil
	}
	found := make([]provider, 0, len(names))
	for _, name := range names {
		i := slices.IndexFunc(providers, func(p provider) bool { return p.name == name })
		if i < 0 {
			return nil, fmt.Errorf("%q is none of resico, erpxt, shopinventory and virtpos", name)
		}
		found = append(found, providers[i])
	}
	return found, nil
}

// target is a service to ask: a real one, or a fake.
type target struct {
	*config
	provider  string
	isFake    bool
	variables map[string]string
	baseURL   string   // overrides the provider's own; empty for none
	items     []string // what to look at, where a provider cannot list
	customer  string   // what may be changed, where a provider cannot delete
	limiter   shelfwire.Limiter
	stop      func()
}

func (t *target) variable(name string) string { return t.variables[name] }

func (t *target) secret(name string) shelfwire.Secret { return shelfwire.NewSecret(t.variables[name]) }

// warn tells the person at the terminal something that is to be looked after by hand.
func (t *target) warn(format string, args ...any) {
	fmt.Fprintf(t.stderr, "WARNING: "+format+"\n", args...)
}

// connect finds out what to ask: the real service when its variables are set, and a fake when none is.
func (p *provider) connect(c *config) (*target, error) {
	t := &target{config: c, provider: p.name, variables: map[string]string{}, stop: func() {}}
	var unset []string
	for _, name := range p.variables {
		if t.variables[name] = c.getenv(name); t.variables[name] == "" {
			unset = append(unset, name)
		}
	}
	switch len(unset) {
	case 0:
		t.baseURL, t.items, t.customer = c.flags.baseURL, c.flags.items, c.flags.customer
		t.limiter = cmp.Or(c.limiter, shelfwire.Limit(p.pace...))
	case len(p.variables):
		fake := p.startFake()
		t.isFake, t.variables, t.baseURL, t.stop = true, fake.variables, fake.baseURL, fake.stop
		t.items, t.customer, t.limiter = fake.items, fake.customer, shelfwire.Unlimited
	default:
		return nil, fmt.Errorf("%s: %s is not set: set all of %s for the real service, or none for the fake",
			p.name, strings.Join(unset, ", "), strings.Join(p.variables, ", "))
	}
	return t, nil
}

// probe asks everything about one provider.
func (p *provider) probe(ctx context.Context, c *config) (report, error) {
	t, err := p.connect(c)
	if err != nil {
		return report{}, err
	}
	defer t.stop()
	w := &wire{base: cmp.Or[http.RoundTripper](c.transport, http.DefaultTransport.(*http.Transport).Clone())}
	rows, err := p.open(t, w, t.options(w))
	if err != nil {
		return report{}, fmt.Errorf("%s: %w", p.name, err)
	}
	t.announce()
	r := report{Provider: p.name, Fake: t.isFake, Rows: askRows(ctx, t, w, rows)}
	r.Calls, r.came, r.stop = w.count(), len(w.all()), w.stopped()
	r.scrub(t)
	return r, nil
}

// announce tells the person at the terminal what is going to happen to a real service.
func (t *target) announce() {
	if t.isFake {
		return
	}
	fmt.Fprintf(t.stderr, "%s: asking the real service, slowly: at most %d calls\n", t.provider, maxCalls)
	if t.flags.write {
		t.warn("%s: -write is to %s", t.provider, writeWarning)
	}
	if t.flags.customer != "" {
		t.warn("%s: -customer is to overwrite the post code and the address of that customer", t.provider)
	}
}

// writeWarning is what -write does: MerchantPro and VirtualPOS the first, ERP XT the second, Resico nothing.
const writeWarning = "set the stock of the named item to the value read just before (a sale in between is undone; " +
	"whether VirtualPOS keeps its cost and dates is not documented), or make a product card and a customer's card and " +
	"delete them"

// options are those of every client: one attempt for each call, no wait that the service asks for, and nothing beside the
// wire.
func (t *target) options(w *wire) *shelfwire.Options {
	o := &shelfwire.Options{
		BaseURL:    t.baseURL,
		HTTPClient: &http.Client{Transport: w},
		Limiter:    t.limiter,
		Retry:      shelfwire.RetryPolicy{MaxAttempts: 1, MaxRetryAfter: time.Nanosecond},
		UserAgent:  "shelfwire-probe",
	}
	if !t.isFake {
		o.Transcript = t.record
	}
	return o
}

// config is what a run was asked for.
type config struct {
	flags     flags
	getenv    func(string) string
	transport http.RoundTripper // nil for the usual one
	limiter   shelfwire.Limiter // nil for the pace of each provider
	stdout    io.Writer
	stderr    io.Writer
	record    func(context.Context, shelfwire.Exchange) // nil for no record
}
