package erpxt

import (
	"bytes"
	"encoding/base64"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// PrintVersion is the version of the provider's prints that is called, for every kind of document.
const PrintVersion = "v1.4"

// PrintOptions are settings of a print. The zero value is the default template.
type PrintOptions struct {
	TemplateID int64 // one of the [PrintTemplate] records; 0: the default template
}

func (o PrintOptions) values() url.Values {
	if o.TemplateID == 0 {
		return nil
	}
	return url.Values{"customPrintId": {strconv.FormatInt(o.TemplateID, 10)}}
}

// printPath returns the path of a print. It stays at its own version, whatever that of the documents is.
func printPath(kind string, id int64) []string {
	return []string{PrintVersion, kind, strconv.FormatInt(id, 10), "print"}
}

// pdfMark is what every PDF begins with, and pdfEnd what stands in its last pdfTail bytes.
const (
	pdfMark = "%PDF-"
	pdfEnd  = "%%EOF"
	pdfTail = 1 << 10
)

// verifyPDF requires the beginning and the end of a PDF: a print that was cut is half an invoice.
func verifyPDF(pdf []byte) ([]byte, error) {
	switch {
	case !bytes.HasPrefix(pdf, []byte(pdfMark)):
		return nil, errors.New("the response is not a PDF in base64")
	case !bytes.Contains(pdf[max(0, len(pdf)-pdfTail):], []byte(pdfEnd)):
		return nil, errors.New("the PDF breaks off before its end")
	}
	return pdf, nil
}

// decodePrint decodes a PDF: as it is, or in base64, bare or as a JSON string, with or without the prefix of
// a data URI (probe: erpxt/print). The result shares no memory with body.
func (d *documents[T]) decodePrint(body []byte) ([]byte, error) {
	if bytes.HasPrefix(body, []byte(pdfMark)) {
		return verifyPDF(bytes.Clone(body))
	}
	text := string(bytes.TrimSpace(body))
	if value, err := lenientjson.Parse(body); err == nil {
		if rejection := d.schema.findRejection(value); rejection != nil {
			return nil, rejection
		}
		var ok bool
		if text, ok = value.Text(); !ok || !value.IsString() {
			return nil, unexpectedResponse(value, "the response is not a PDF in base64")
		}
	}
	pdf, err := decodeBase64(cutDataURI(text))
	if err != nil {
		return nil, errors.New("the response is not a PDF in base64")
	}
	return verifyPDF(pdf)
}

// cutDataURI cuts the prefix of a data URI, such as "data:application/pdf;base64,".
func cutDataURI(text string) string {
	const scheme = "data:"
	if len(text) < len(scheme) || !strings.EqualFold(text[:len(scheme)], scheme) {
		return text
	}
	_, data, _ := strings.Cut(text, ",")
	return data
}

var blanks = strings.NewReplacer(" ", "", "\t", "")

// decodeBase64 decodes base64 with or without padding, and with white space in it: the decoder skips line ends.
func decodeBase64(text string) ([]byte, error) {
	text = blanks.Replace(text)
	return base64.RawStdEncoding.Strict().DecodeString(strings.TrimRight(text, "="))
}
