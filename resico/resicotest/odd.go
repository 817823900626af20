package resicotest

import (
	"maps"
	"regexp"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// oddities are what real servers do that the guide does not show. Package faults changes single responses; these hold
// until they are set again.
type oddities struct {
	status        string // "ok" when empty
	quotedNumbers bool
	noDate        *string
	ignoreFilter  bool
	hidden        func(sku string) bool
}

// SetStatusWord sets the word of success in the envelope, such as "OK". A new server's is "ok".
func (s *Server) SetStatusWord(word string) { s.setOdd(func(o *oddities) { o.status = word }) }

// SetQuotedNumbers makes every number of a payload, also those of the paginator, a text: "24" for 24, as PHP writes what
// it has read from some databases.
func (s *Server) SetQuotedNumbers(on bool) { s.setOdd(func(o *oddities) { o.quotedNumbers = on }) }

// SetNoDate sets what stands where a thing has no date, instead of the mixture that the guide shows: "0000-00-00",
// "0000-00-00 00:00:00", "-0001-11-30T00:00:00+01:36", "" or anything else.
func (s *Server) SetNoDate(text string) { s.setOdd(func(o *oddities) { o.noDate = &text }) }

// SetIgnoreFilter makes the product list ignore its filter and return all products, as a server does that has lost the
// body of the request.
func (s *Server) SetIgnoreFilter(on bool) { s.setOdd(func(o *oddities) { o.ignoreFilter = on }) }

// SetHidden hides products from the list after its pages were cut, as a server does with what the key may not see: pages
// get shorter, or empty, and total counts the products all the same. nil hides none. The function must not call the
// server.
func (s *Server) SetHidden(hidden func(sku string) bool) {
	s.setOdd(func(o *oddities) { o.hidden = hidden })
}

// SetBlankBalance makes the quantity of a product at a location an empty text, until it is set again. The product counts
// as changed now. It panics when there is no such product.
func (s *Server) SetBlankBalance(sku, location string) {
	s.changeBalance(sku, func(r *row, now time.Time) {
		if _, known := r.Balance.Locations[location]; !known {
			r.setBalance(location, shelfwire.Decimal{}, now)
		}
		r.blank = maps.Clone(r.blank)
		if r.blank == nil {
			r.blank = map[string]bool{}
		}
		r.blank[location] = true
	})
}

func (s *Server) setOdd(set func(*oddities)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	set(&s.odd)
}

// noDates matches the members that hold no date, in all forms that the server has for it.
var noDates = regexp.MustCompile(`"(ShipmentStartDate|ShipmentEndDate|PaymentDueDate|ExchangeRateDate|CreationDate|` +
	`ApproveDate|ApprovedDate|updated|balance_updated)":(""|null|"0000-00-00")`)

// payload rewrites a payload.
func (o *oddities) payload(payload []byte) []byte {
	if o.noDate != nil {
		text := strings.ReplaceAll(string(fake.Encode(*o.noDate)), "$", "$$")
		payload = noDates.ReplaceAll(payload, []byte(`"$1":`+text))
	}
	if o.quotedNumbers {
		payload = quoteNumbers(payload)
	}
	return payload
}

// quoteNumbers puts the numbers of a JSON text into quotes.
func quoteNumbers(text []byte) []byte {
	quoted := make([]byte, 0, 2*len(text))
	inText, inNumber := false, false
	for i, c := range text {
		isDigit := !inText && (c >= '0' && c <= '9' || c == '-' || inNumber && (c == '.' || c == 'e' || c == '+'))
		if isDigit != inNumber {
			quoted = append(quoted, '"')
			inNumber = isDigit
		}
		if c == '"' && (!inText || !isEscaped(text[:i])) {
			inText = !inText
		}
		quoted = append(quoted, c)
	}
	return quoted
}

// isEscaped reports whether an odd number of backslashes stands at the end of text.
func isEscaped(text []byte) bool {
	n := len(text)
	for n > 0 && text[n-1] == '\\' {
		n--
	}
	return (len(text)-n)%2 == 1
}
