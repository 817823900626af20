package erpxttest

import (
	"net/http"
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// The versions in which the server has the resources that have several. They differ in nothing but the path.
const (
	invoiceVersions    = "v1.4 v1.5 v1.7"
	correctionVersions = "v1.4 v1.5"
)

// endpoints are all endpoints, in the order of the documentation of this package.
func (s *Server) endpoints() []fake.Endpoint {
	list := []fake.Endpoint{{
		Op: opToken, Method: http.MethodPost, Path: "token",
		Serve: s.serveOperation((*Server).serveToken),
	}}
	for _, of := range [][]fake.Endpoint{
		s.productEndpoints(), s.customerEndpoints(), s.dictionaryEndpoints(), s.invoiceEndpoints(), s.proformaEndpoints(),
		s.advanceEndpoints(), s.correctionEndpoints(), s.purchaseEndpoints(),
	} {
		list = append(list, of...)
	}
	return list
}

// endpoint returns an endpoint whose calls need a token and, with POST and PUT, a JSON object.
func (s *Server) endpoint(op, method, path string, run handlerFunc) fake.Endpoint {
	return fake.Endpoint{
		Op: op, Method: method, Path: path, List: strings.HasSuffix(op, ".List"),
		Serve: s.authorizedHandlerFor(op, run, method == http.MethodPost || method == http.MethodPut),
	}
}

// bodylessEndpoint returns an endpoint of POST whose calls need a token and no body. A body is ignored.
func (s *Server) bodylessEndpoint(op, path string, run handlerFunc) fake.Endpoint {
	return fake.Endpoint{Op: op, Method: http.MethodPost, Path: path, Serve: s.authorizedHandlerFor(op, run, false)}
}

// readEndpoints returns the endpoints of a list and of one record.
func (s *Server) readEndpoints(resource, path string, of func(*Server) *table) []fake.Endpoint {
	return []fake.Endpoint{
		s.endpoint(resource+".List", http.MethodGet, path+"/", listHandler(of)),
		s.endpoint(resource+".Get", http.MethodGet, path+"/{id}", getHandler(of)),
	}
}

func (s *Server) productEndpoints() []fake.Endpoint {
	const path = "products"
	return append(s.readEndpoints("Products", path, func(s *Server) *table { return s.products }),
		s.endpoint("Products.Create", http.MethodPost, path+"/", (*Server).createProduct),
		s.endpoint("Products.Replace", http.MethodPut, path+"/", (*Server).replaceProduct),
		s.endpoint("Products.Delete", http.MethodDelete, path+"/{id}", (*Server).deleteProduct))
}

func (s *Server) customerEndpoints() []fake.Endpoint {
	const path = "v1.2/customers"
	return append(s.readEndpoints("Customers", path, func(s *Server) *table { return s.customers }),
		s.endpoint("Customers.Create", http.MethodPost, path+"/", (*Server).createCustomer),
		s.endpoint("Customers.Replace", http.MethodPut, path+"/", (*Server).replaceCustomer),
		s.endpoint("Customers.Delete", http.MethodDelete, path+"/{id}", (*Server).deleteCustomer))
}

func (s *Server) dictionaryEndpoints() []fake.Endpoint {
	list := append(s.readEndpoints("PaymentTypes", "paymenttypes", func(s *Server) *table { return s.paymentTypes }),
		s.readEndpoints("BankAccounts", "bankaccounts", func(s *Server) *table { return s.bankAccounts })...)
	templates := listHandler(func(s *Server) *table { return s.templates })
	rates := listHandler(func(s *Server) *table { return s.vatRates })
	return append(list,
		s.endpoint("PrintTemplates.List", http.MethodGet, "customprints/", templates),
		s.endpoint("VATRates.List", http.MethodGet, "v1.2/vatrates/", rates),
		s.endpoint("VATRates.Countries", http.MethodGet, "v1.2/vatrates/countries/", (*Server).listCountries))
}

func (s *Server) invoiceEndpoints() (list []fake.Endpoint) {
	invoices := func(s *Server) *table { return s.invoices }
	for version := range strings.FieldsSeq(invoiceVersions) {
		path := version + "/invoices"
		list = append(append(list, s.readEndpoints("Invoices", path, invoices)...),
			s.endpoint("Invoices.Create", http.MethodPost, path+"/", createDocument(invoices)),
			s.endpoint("Invoices.Replace", http.MethodPut, path+"/", replaceDocument(invoices)),
			s.endpoint("Invoices.Confirm", http.MethodPut, path+"/confirm", confirmDocument(invoices)),
			s.endpoint("Invoices.Delete", http.MethodDelete, path+"/{id}", deleteDocument(invoices)))
	}
	return append(list, s.endpoint("Invoices.Print", http.MethodGet, "v1.4/invoices/{id}/print", printDocument(invoices)))
}

// proformaEndpoints has the deletion without a version, as a summary of the vendor's article has it.
func (s *Server) proformaEndpoints() []fake.Endpoint {
	const path = "v1.4/proformas"
	proformas := func(s *Server) *table { return s.proformas }
	return []fake.Endpoint{
		s.endpoint("Proformas.List", http.MethodGet, path+"/", singleList(proformas)),
		s.endpoint("Proformas.Get", http.MethodGet, path+"/{id}", getHandler(proformas)),
		s.endpoint("Proformas.Create", http.MethodPost, path+"/", createDocument(proformas)),
		s.endpoint("Proformas.Replace", http.MethodPut, path+"/", replaceDocument(proformas)),
		s.endpoint("Proformas.Delete", http.MethodDelete, "proformas/{id}", deleteDocument(proformas)),
		s.endpoint("Proformas.Print", http.MethodGet, path+"/{id}/print", printDocument(proformas)),
	}
}

// advanceEndpoints has both spellings of the path: the vendor's articles differ.
func (s *Server) advanceEndpoints() (list []fake.Endpoint) {
	advances := func(s *Server) *table { return s.advances }
	for _, path := range []string{"advanceInvoices", "advanceinvoices"} {
		list = append(append(list, s.readEndpoints("AdvanceInvoices", "v1.4/"+path, advances)...),
			s.bodylessEndpoint("AdvanceInvoices.Finalize", "v1.2/"+path+"/{id}/finalize", (*Server).finalizeAdvance),
			s.endpoint("AdvanceInvoices.Print", http.MethodGet, "v1.4/"+path+"/{id}/print", printDocument(advances)))
	}
	return list
}

// correctionEndpoints has the writes at v1.5 only.
func (s *Server) correctionEndpoints() (list []fake.Endpoint) {
	corrections := func(s *Server) *table { return s.corrections }
	for version := range strings.FieldsSeq(correctionVersions) {
		list = append(list, s.readEndpoints("Corrections", version+"/correctiveinvoices", corrections)...)
	}
	const path = "v1.5/correctiveinvoices"
	return append(list,
		s.bodylessEndpoint("Corrections.Draft", path+"/", (*Server).draftCorrection),
		s.endpoint("Corrections.Replace", http.MethodPut, path+"/", replaceDocument(corrections)),
		s.endpoint("Corrections.Confirm", http.MethodPut, path+"/confirm", confirmDocument(corrections)),
		s.endpoint("Corrections.Delete", http.MethodDelete, path+"/{id}", deleteDocument(corrections)),
		s.endpoint("Corrections.Print", http.MethodGet, "v1.4/correctiveinvoices/{id}/print", printDocument(corrections)))
}

func (s *Server) purchaseEndpoints() []fake.Endpoint {
	payments := listHandler(func(s *Server) *table { return s.payments })
	list := append(s.readEndpoints("PurchaseInvoices", "v1.4/purchaseinvoices", func(s *Server) *table { return s.purchases }),
		s.readEndpoints("VATPurchases", "v1.4/vatpurchasebooks", func(s *Server) *table { return s.vatPurchases })...)
	return append(list, s.endpoint("Payments.List", http.MethodGet, "v1.4/paymentdetails/", payments))
}
