package erpxt

import (
	"golang.org/x/time/rate"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

// The base URLs of the editions. A client uses BaseURLPoland unless Options.BaseURL is set.
const (
	BaseURLPoland    = "https://app.erpxt.pl/api2/public"            // Comarch ERP XT, Poland
	BaseURLGermany   = "https://app.erpxt.de/api2/public"            // Comarch ERP XT, Germany
	BaseURLBetterfly = "https://app.comarchbetterfly.pl/api2/public" // Comarch Betterfly, the newer name in Poland
)

// The default limiter is a cautious one: the provider's limit is undocumented (probe: erpxt/rate-headers).
const (
	callsPerSecond = 4
	callBurst      = 8
)

// Credentials identify an application that was registered for the API. The administrator of a company's account asks
// for access in the web application (account, "Public API") and generates them there. They are redacted in everything
// that a client prints, logs or returns.
type Credentials struct {
	ClientID     shelfwire.Secret // user name of HTTP Basic in the token request
	ClientSecret shelfwire.Secret // password of HTTP Basic in the token request
}

func (c *Credentials) validate(problems *check.Problems) {
	problems.BasicUser("ClientID", c.ClientID)
	problems.Key("ClientSecret", c.ClientSecret)
}

// Client is a client of one company. It is immutable and safe for concurrent use.
type Client struct {
	Products         *ProductsService         // product cards
	Customers        *CustomersService        // customers' cards
	PaymentTypes     *PaymentTypesService     // the company's ways of payment
	BankAccounts     *BankAccountsService     // the company's bank accounts
	Invoices         *InvoicesService         // sales invoices
	Proformas        *ProformasService        // pro forma invoices
	AdvanceInvoices  *AdvanceInvoicesService  // invoices for payments in advance
	Corrections      *CorrectionsService      // corrections of sales invoices
	PurchaseInvoices *PurchaseInvoicesService // invoices that the company received
	VATPurchases     *VATPurchasesService     // the VAT purchase register
	Payments         *PaymentsService         // payments that are due or made
	VATRates         *VATRatesService         // rates of VAT in the EU
	PrintTemplates   *PrintTemplatesService   // the company's templates for prints

	tokens *tokenSource
}

// New returns a client. It sends nothing: the first call fetches a token. Missing or malformed credentials and options
// are an error that matches shelfwire.ErrInvalid and names each field. With nil options the defaults apply.
func New(cred Credentials, opts *shelfwire.Options) (*Client, error) {
	var problems check.Problems
	cred.validate(&problems)
	p := call.Provider{
		Name:    "erpxt",
		BaseURL: BaseURLPoland,
		Limiter: rate.NewLimiter(callsPerSecond, callBurst),
		Secrets: []shelfwire.Secret{cred.ClientID, cred.ClientSecret, call.BasicCredentials(cred.ClientID, cred.ClientSecret)},
	}
	t, err := newTokenSource(cred, p, opts, &problems)
	if err != nil {
		return nil, err
	}
	p.ParseError, p.Authorize, p.Renew, p.CurrentTokens = parseError, t.authorizeRequest, t.dropRejected, t.listSecrets
	p.ShareConnections = t.caller
	caller, err := call.New(p, opts, &problems)
	if err != nil {
		return nil, err
	}
	return &Client{
		tokens:   t,
		Products: newProducts(caller), Customers: newCustomers(caller),
		PaymentTypes: newPaymentTypes(caller), BankAccounts: newBankAccounts(caller),
		Invoices: newInvoices(caller), Proformas: newProformas(caller), AdvanceInvoices: newAdvanceInvoices(caller),
		Corrections: newCorrections(caller), PurchaseInvoices: newPurchaseInvoices(caller),
		VATPurchases: newVATPurchases(caller), Payments: newPayments(caller),
		VATRates: newVATRates(caller), PrintTemplates: newPrintTemplates(caller),
	}, nil
}

// CloseIdleConnections closes idle connections and cancels the renewal of a token under way. The connections of an
// Options.HTTPClient stay open, since others may use them. The client can still be used.
func (c *Client) CloseIdleConnections() {
	c.tokens.cancelRenewal()
	c.tokens.caller.CloseIdleConnections()
}
