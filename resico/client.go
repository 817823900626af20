package resico

import (
	"context"
	"fmt"
	"net/http"
	"time"
	_ "time/tzdata" // Europe/Riga, also on machines without a zone database

	"golang.org/x/time/rate"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// BaseURL is the base URL of the DATA API; Options.BaseURL overrides it.
const BaseURL = "https://api.resico.com/json/v1"

// The default limiter. The vendor documents no limit, and may block a client that loads the system.
const (
	callsPerSecond = 2
	burst          = 5
)

// Credentials identify a Resico customer. They are found in the ERP under the seller's profile ("Pārdevēja
// Profils"), section API, once the customer has bought that module.
type Credentials struct {
	ClientCode shelfwire.Secret // header X-Client-Code
	ClientKey  shelfwire.Secret // header X-Client-Key
}

// Client is a client of one Resico customer. It is immutable and safe for concurrent use.
type Client struct {
	Products  *ProductsService  // reads products and balances
	Customers *CustomersService // writes customers
	Invoices  *InvoicesService  // writes sales invoices

	caller *call.Caller
}

// New returns a client; the first request goes out with the first call. Missing or malformed credentials and
// options are an error that matches shelfwire.ErrInvalid and names each field.
func New(cred Credentials, opts *shelfwire.Options) (*Client, error) {
	var problems check.Problems
	problems.Key("ClientCode", cred.ClientCode)
	problems.Key("ClientKey", cred.ClientKey)
	caller, err := call.New(call.Provider{
		Name:       "resico",
		BaseURL:    BaseURL,
		Limiter:    rate.NewLimiter(callsPerSecond, burst),
		Secrets:    []shelfwire.Secret{cred.ClientCode, cred.ClientKey},
		Authorize:  newAuthorizer(cred),
		ParseError: parseError,
	}, opts, &problems)
	if err != nil {
		return nil, err
	}
	riga, err := time.LoadLocation("Europe/Riga")
	if err != nil {
		return nil, fmt.Errorf("resico: New: %w", err)
	}
	return newClient(caller, riga), nil
}

func newClient(caller *call.Caller, zone *time.Location) *Client {
	service := service{caller: caller, zone: zone}
	return &Client{
		Products:  &ProductsService{service},
		Customers: &CustomersService{service},
		Invoices:  &InvoicesService{service},
		caller:    caller,
	}
}

// In returns a client that reads and writes times without a zone in the given location. A new client uses
// Europe/Riga, a guess: the server's own times carry Latvia's offset, and the zone is undocumented
// (probe: resico/updated-zone, resico/server-zone). The two clients share connections and limiter. It panics
// when zone is nil, as time.Time.In does.
func (c *Client) In(zone *time.Location) *Client {
	if zone == nil {
		panic("resico: In: the location is nil")
	}
	return newClient(c.caller, zone)
}

// service is embedded in the three services.
type service struct {
	caller *call.Caller
	zone   *time.Location
}

// newAuthorizer keeps the credentials in a closure, out of reach of code that prints structures.
func newAuthorizer(cred Credentials) func(context.Context, *http.Request) error {
	code, key := []string{cred.ClientCode.Reveal()}, []string{cred.ClientKey.Reveal()}
	return func(_ context.Context, r *http.Request) error {
		r.Header["X-Client-Code"], r.Header["X-Client-Key"] = code, key
		return nil
	}
}

// CloseIdleConnections closes idle connections. Those of an Options.HTTPClient stay open, since it may serve
// others. The client can still be used.
func (c *Client) CloseIdleConnections() { c.caller.CloseIdleConnections() }
