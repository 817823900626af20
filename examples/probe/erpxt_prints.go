package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire/erpxt"
)

const erpxtPrints = "pomoc.erpxt.pl, \"API – Wydruki\""

func (p *erpxtProbe) printRows() []row {
	return []row{
		{id: "erpxt/print", source: erpxtPrints, ask: p.askPrint,
			assumption: "The print of a confirmed invoice is a PDF in base64, or as it is"},
		{id: "erpxt/print-end", source: undocumented, ask: p.askPrintEnd, passive: true,
			assumption: "A print ends with %%EOF: it stands in the last 1,024 bytes of the PDF"},
	}
}

// findConfirmed returns the first confirmed invoice; nil when there is none.
func (p *erpxtProbe) findConfirmed() *erpxt.Invoice {
	at := slices.IndexFunc(p.invoices, func(i erpxt.Invoice) bool { return i.Status == erpxt.DocumentStatusConfirmed })
	if at < 0 {
		return nil
	}
	return &p.invoices[at]
}

func (p *erpxtProbe) askPrint(ctx context.Context) finding {
	invoice := p.findConfirmed()
	if invoice == nil {
		return doubt("none of %d invoices is confirmed", len(p.invoices))
	}
	e, err := p.wire.observe(ctx, func(ctx context.Context) error {
		_, err := p.client.Invoices.Print(ctx, invoice.ID, erpxt.PrintOptions{})
		return err
	})
	if e == nil {
		return missing(err)
	}
	return judge(err == nil, "%d, %s", e.status, describePrint(e.content()))
}

// askPrintEnd looks at the print that was read, unless it is longer than what is kept of a response.
func (p *erpxtProbe) askPrintEnd(context.Context) finding {
	prints := p.wire.find("/print")
	if len(prints) == 0 {
		return missing(errNoResponse)
	}
	body := prints[0].content()
	pdf := decodePrint(body)
	switch {
	case len(body) == maxRecorded:
		return doubt("the print is too long to be kept")
	case pdf == nil:
		return doubt("no PDF")
	}
	at := bytes.LastIndex(pdf, []byte("%%EOF"))
	if at < 0 {
		return judge(false, "no %%%%EOF")
	}
	behind := len(pdf) - at
	return judge(behind <= 1024, "%%%%EOF begins %d bytes before the end", behind)
}

// unquotePrint returns the text of a print, and whether it is a JSON text.
func unquotePrint(body []byte) (text string, isJSON bool) {
	if json.Unmarshal(body, &text) == nil {
		return text, true
	}
	return string(bytes.TrimSpace(body)), false
}

// decodePrint returns the PDF of a print; nil when it is none.
func decodePrint(body []byte) []byte {
	const mark = "%PDF-"
	if bytes.HasPrefix(body, []byte(mark)) {
		return body
	}
	text, _ := unquotePrint(body)
	if strings.HasPrefix(text, "data:") {
		_, text, _ = strings.Cut(text, ",")
	}
	pdf, err := base64.StdEncoding.DecodeString(text)
	if err != nil || !bytes.HasPrefix(pdf, []byte(mark)) {
		return nil
	}
	return pdf
}

// describePrint says in which form a print came.
func describePrint(body []byte) string {
	text, isJSON := unquotePrint(body)
	form := map[bool]string{true: "a JSON text", false: "bare"}[isJSON]
	switch {
	case strings.HasPrefix(text, "%PDF-"):
		return "a PDF as it is"
	case strings.HasPrefix(text, "data:"):
		return "a data URI, " + form
	case strings.HasPrefix(text, "JVBERi"): // %PDF- in base64
		return "base64, " + form
	}
	return "no PDF"
}
