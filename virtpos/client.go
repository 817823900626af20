package virtpos

import (
	"strings"

	"golang.org/x/time/rate"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// basePath is the path of the API below a company's base URL.
const basePath = "/api"

// The default limiter. The vendor documents no limit; this one is cautious.
const (
	callsPerSecond = 4
	burstSize      = 8
)

// BaseURL returns the base URL of a company, for [New]: "https://mycompany.myvirtualpos.ru" for "mycompany".
// Companies with an older URL at virtpos.ru, which the guide shows with plain http
// (probe: virtpos/plain-http), pass it to New themselves.
func BaseURL(company string) string { return "https://" + company + ".myvirtualpos.ru" }

// Credentials are the parameter apikey of the guide: one secret key per company. The vendor documents neither
// where it is issued nor how it can be restricted.
type Credentials struct {
	APIKey shelfwire.Secret // required; must not begin or end with a space
}

func (c *Credentials) validate(problems *check.Problems) {
	switch {
	case c.APIKey.IsZero():
		problems.Add("APIKey", "is missing")
	case strings.TrimSpace(c.APIKey.Reveal()) != c.APIKey.Reveal():
		problems.Add("APIKey", "must not begin or end with a space")
	}
}

// Client is a client of one company. It is immutable and safe for concurrent use.
type Client struct {
	Store      *StoreService      // stock
	Warehouses *WarehousesService // shops and points of sale
	Items      *ItemsService      // the catalogue
	ItemGroups *ItemGroupsService // the groups of the catalogue
	Customers  *CustomersService
	Documents  *DocumentsService // receipts, write-offs, transfers and returns of goods

	service service
	cred    Credentials
}

// New returns a client of the company at baseURL, such as "https://mycompany.myvirtualpos.ru"; [BaseURL] builds
// it from the company's name. Options.BaseURL overrides it together with the path of the API, "/api". A nil
// opts means the defaults.
//
// New sends nothing. Missing or malformed arguments are an error that matches shelfwire.ErrInvalid and names
// each field.
func New(baseURL string, cred Credentials, opts *shelfwire.Options) (*Client, error) {
	var problems check.Problems
	cred.validate(&problems)
	p := call.Provider{
		Name:           "virtpos",
		BaseURL:        baseURL,
		Accept:         "application/xml, application/json;q=0.9",
		Limiter:        rate.NewLimiter(callsPerSecond, burstSize),
		Secrets:        []shelfwire.Secret{cred.APIKey},
		Authorize:      skipAuthorization,
		ParseError:     parseAPIError,
		CompletePrefix: completePrefix,
	}
	p.CustomerURL.Field, p.CustomerURL.Path = "baseURL", basePath
	caller, err := call.New(p, opts, &problems)
	if err != nil {
		return nil, err
	}
	redact := newKeyRedactor(cred.APIKey.Reveal(), caller.Redact)
	return newClient(service{caller, withKeyInBody(cred), redact}, cred, newWarehouseLocks()), nil
}

// newClient returns a client whose services share the caller and the locks.
func newClient(s service, cred Credentials, locks *warehouseLocks) *Client {
	return &Client{
		Store: &StoreService{service: s, locks: locks}, Warehouses: &WarehousesService{s}, Items: &ItemsService{s},
		ItemGroups: &ItemGroupsService{s}, Customers: &CustomersService{s}, Documents: &DocumentsService{s},
		service: s, cred: cred,
	}
}

// WithKeyInQuery returns a client that sends every call as a GET with all parameters in the query, including
// the key, as in the guide's examples. Servers and proxies on the way log URLs, so use it only for a server
// that insists on it. Clients of [New] send POSTs with the key in the body, which the guide allows. Both
// clients share connections, limiter and locks.
func (c *Client) WithKeyInQuery() *Client {
	s := c.service
	s.withKey = withKeyInQuery(c.cred)
	return newClient(s, c.cred, c.Store.locks)
}

// CloseIdleConnections closes idle connections. It leaves those of an Options.HTTPClient open, which may serve
// others. The client stays usable.
func (c *Client) CloseIdleConnections() { c.service.caller.CloseIdleConnections() }
