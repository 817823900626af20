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

// BaseURL is the address of the DATA API; Options.BaseURL overrides it.
const BaseURL = "https://api.resico.com/json/v1"

// The default limiter. No limit is documented, but the vendor may block a client that loads the system, without
// warning.
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
	Products  *ProductsService
	Customers *CustomersService
	Invoices  *InvoicesService

	caller *call.Caller
}

// New returns a client. It sends nothing. Missing or malformed credentials and options are an error that matches
// shelfwire.ErrInvalid and names each field.
func New(cred Credentials, opts *shelfwire.Options) (*Client, error) {
	var problems check.Problems
	problems.Key("ClientCode", cred.ClientCode)
	problems.Key("ClientKey", cred.ClientKey)
	caller, err := call.New(call.Provider{
		Name:       "resico",
		BaseURL:    BaseURL,
		Limiter:    rate.NewLimiter(callsPerSecond, burst),
		Secrets:    []shelfwire.Secret{cred.ClientCode, cred.ClientKey},
		Authorize:  authorize(cred),
		ParseError: explain,
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
// Europe/Riga, because the server's own times carry Latvia's offset; the provider does not document the zone.
// The two clients share connections and limiter. It panics when zone is nil, as time.Time.In does.
func (c *Client) In(zone *time.Location) *Client {
	if zone == nil {
		panic("resico: In: the location is nil")
	}
	return newClient(c.caller, zone)
}

// service is what the three services have in common.
type service struct {
	caller *call.Caller
	zone   *time.Location
}

// authorize keeps the credentials in a closure, out of reach of everything that prints structures.
func authorize(cred Credentials) func(context.Context, *http.Request) error {
	code, key := []string{cred.ClientCode.Reveal()}, []string{cred.ClientKey.Reveal()}
	return func(_ context.Context, r *http.Request) error {
		r.Header["X-Client-Code"], r.Header["X-Client-Key"] = code, key
		return nil
	}
}

// CloseIdleConnections closes connections that are not in use, unless they are those of an Options.HTTPClient, which may
// serve others. The client can still be used.
func (c *Client) CloseIdleConnections() { c.caller.CloseIdleConnections() }
