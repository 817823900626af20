package main

import (
	"crypto/tls"
	"encoding/base64"
	"net/http"
	"regexp"
	"strings"

	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

func hostOf(url string) string { return strings.TrimPrefix(url, "http://") }

func isLong(s *sent) bool { return len(s.query) > 4000 }

// isMethod chooses requests by method, and by a part of the path.
func isMethod(method, path string) func(*sent) bool {
	return func(s *sent) bool { return s.Method == method && strings.Contains(s.URL.Path, path) }
}

func rejectFilter(part string) func(*world) {
	return respond(inQuery(part), http.StatusBadRequest, `{"Message":"no such field","Code":"ODataException"}`)
}

// resourceAs serves a list that the fake does not have.
func resourceAs(path, body string) func(*world) { return respond(inPath(path), http.StatusOK, body) }

// notFoundInERPXT is the body of an unknown id.
const notFoundInERPXT = `{"Message":"no","Code":"EntityNotFoundException","Data":{}}`

// forgetful makes an ERP XT change a member of a card that is written.
func forgetful(path, old, text string) func(*world) {
	return func(w *world) {
		w.tamper.request = func(s *sent) {
			if strings.HasSuffix(s.URL.Path, path) && (s.Method == http.MethodPost || s.Method == http.MethodPut) {
				s.body = strings.ReplaceAll(s.body, old, text)
			}
		}
	}
}

// isMethodAndEnd chooses requests for reading by the end of their path.
func isMethodAndEnd(path string) func(*sent) bool {
	return func(s *sent) bool { return s.Method == http.MethodGet && strings.HasSuffix(s.URL.Path, path) }
}

func undefinedField(about func(*sent) bool) func(*world) {
	return respond(about, http.StatusBadRequest, `{"error":{"name":"undefined_field","message":"no"}}`)
}

// turnOrders makes a shop sort orders of the same second the other way round at every other read of orders without lines.
func turnOrders(w *world) {
	w.tamper.response = func(s *sent, r *received) {
		if strings.HasSuffix(s.URL.Path, "/orders") && !strings.Contains(s.query, "include=") {
			r.body = strings.NewReplacer(`"5003.2"`, `"5002.1"`, `"5002.1"`, `"5003.2"`).Replace(r.body)
		}
	}
}

// bodyFirst makes a till take the id of an item from the body.
func bodyFirst(w *world) {
	w.tamper.request = func(s *sent) {
		if strings.Contains(s.body, "id=2147483647") {
			s.query = strings.ReplaceAll(s.query, "id=17007", "id=2147483647")
		}
	}
}

// ignorePages makes a till respond with all customers.
func ignorePages(w *world) {
	w.tamper.request = func(s *sent) { s.body = strings.NewReplacer("page=1", "x=1", "page_size=1", "y=1").Replace(s.body) }
}

// fromZero makes a till count the pages of customers from 0.
func fromZero(w *world) {
	w.till.AddCustomers(virtpostest.Customer{Customer: virtpos.Customer{FirstName: "Ева"}})
	w.tamper.request = func(s *sent) { s.body = strings.NewReplacer("page=1", "page=2", "page=2", "page=3").Replace(s.body) }
}

// emptyInflows is a list of no inflows.
const emptyInflows = `<root><success>1</success><type>inflow</type><count>0</count><inflows/></root>`

// daysAs makes the days of an ERP XT have other text behind them.
func daysAs(behind string) func(*world) {
	return func(w *world) {
		clock := regexp.MustCompile(`T00:00:00\+0[12]:00`)
		w.tamper.response = func(_ *sent, r *received) { r.body = clock.ReplaceAllString(r.body, behind) }
	}
}

// printWithTail makes a print have spaces behind its end.
func printWithTail(spaces int) func(*world) {
	pdf := base64.StdEncoding.EncodeToString([]byte("%PDF-1.4\n%%EOF" + strings.Repeat(" ", spaces)))
	return respond(inPath("/print"), http.StatusOK, `"`+pdf+`"`)
}

func productsAs(body string) func(*world) { return respond(inPath("/products"), http.StatusOK, body) }

func withHeader(name, value string) func(*world) {
	return func(w *world) { w.tamper.response = func(_ *sent, r *received) { r.Header.Set(name, value) } }
}

// withTLS makes responses look as if they came over TLS.
func withTLS(protocol string) func(*world) {
	return func(w *world) {
		w.tamper.response = func(_ *sent, r *received) { r.Proto, r.TLS = protocol, &tls.ConnectionState{} }
	}
}

// withoutFormat makes a till respond in some format when no one is asked for.
func withoutFormat(format string) func(*world) {
	return func(w *world) {
		w.tamper.request = func(s *sent) {
			if !strings.Contains(s.query, "format=") {
				s.query += "&format=" + format
			}
		}
	}
}
