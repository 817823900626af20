package erpxttest

import (
	"encoding/base64"
	"net/http"
	"strconv"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// PrintForm is a form in which the server sends the PDF of a document.
type PrintForm string

// The forms of a print.
const (
	PrintDataURI PrintForm = "data URI" // a JSON text: "data:application/pdf;base64,JVBERi0…", the form of a new server
	PrintBase64  PrintForm = "base64"   // a JSON text: "JVBERi0…"
	PrintBare    PrintForm = "bare"     // the data URI without quotes
	PrintRaw     PrintForm = "raw"      // the bytes of the PDF
)

// SetPrintForm sets the form of prints. The vendor documents Base64, and leaves open what is around it.
func (s *Server) SetPrintForm(form PrintForm) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.printForm = form
}

// printDocument returns the handler that prints a document.
func printDocument(of func(*Server) *table) handlerFunc {
	return func(s *Server, c *call) (fake.Response, rejection) {
		t := of(s)
		r, err := t.findByPath(c)
		if err != nil {
			return fake.Response{}, err
		}
		template, err := s.findTemplate(c)
		if err != nil {
			return fake.Response{}, err
		}
		return s.printForm.encodePrint(newPDF(s.printedLines(t.openRow(r), template))), nil
	}
}

// findTemplate returns the id of the template of a print; 0 for the default one.
func (s *Server) findTemplate(c *call) (int64, rejection) {
	text := c.Query.Get("customPrintId")
	if !c.Query.Has("customPrintId") {
		return 0, nil
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, rejectFields(map[string][]string{"customPrintId": {"is not a whole number"}})
	}
	if s.templates.byID[id] == nil {
		return 0, rejectUnknown(s.templates.noun, text)
	}
	return id, nil
}

// printedLines returns the text of a print: number, parties, total, and the template unless it is the default one.
func (s *Server) printedLines(r *record, template int64) []string {
	lines := []string{"Number: " + r.textOf("Number")}
	for _, name := range []string{"PurchasingPartyId", "ReceivingPartyId"} {
		if customer := s.customers.byID[r.idOf(name)]; customer != nil {
			lines = append(lines, "Party: "+s.customers.openRow(customer).textOf("Name"))
		}
	}
	lines = append(lines, "Total: "+s.sumDocument(r).gross.String()+" "+r.textOf("CurrencyCode"))
	if template != 0 {
		lines = append(lines, "Template: "+strconv.FormatInt(template, 10))
	}
	return lines
}

// encodePrint responds with a PDF.
func (f PrintForm) encodePrint(pdf []byte) fake.Response {
	const scheme = "data:application/pdf;base64,"
	encoded := base64.StdEncoding.EncodeToString(pdf)
	response := fake.Response{Status: http.StatusOK}
	switch f {
	case PrintRaw:
		response.Header, response.Body = http.Header{"Content-Type": {"application/pdf"}}, pdf
	case PrintBare:
		response.Header, response.Body = http.Header{"Content-Type": {"text/plain"}}, []byte(scheme+encoded)
	case PrintBase64:
		response.Body = fake.EncodeJSON(encoded)
	default:
		response.Body = fake.EncodeJSON(scheme + encoded)
	}
	return response
}
