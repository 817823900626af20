package shopinventorytest

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// NumberForm is how the server writes numbers: ids, stocks and prices. The guide shows plain ones.
type NumberForm uint8

// The forms of numbers.
const (
	NumbersPlain  NumberForm = iota // 10, 0.3
	NumbersQuoted                   // "10", "0.3": what PHP makes of the columns of a database
	NumbersFloat                    // 10.0, 0.29999999999999999: what PHP makes of its own numbers
)

// forms are how the server writes an item.
type forms struct {
	numbers       NumberForm
	numericEAN    bool
	noPlaceIDs    bool
	untrackedZero bool
}

// SetNumbers sets how the server writes numbers. A new server writes NumbersPlain. It reads plain numbers whatever is set.
func (s *Server) SetNumbers(form NumberForm) {
	s.setForms(func(f *forms) { f.numbers = form })
}

// SetNumericEAN makes the server write an EAN of digits as a number, as one does that holds it as such: 0012345678905
// becomes 12345678905. Items are found by the EAN that they were added with all the same. A new server writes a text.
func (s *Server) SetNumericEAN(numeric bool) {
	s.setForms(func(f *forms) { f.numericEAN = numeric })
}

// SetWarehouseIDs sets whether the server shows the ids of warehouses, or only their names. A new server shows them.
func (s *Server) SetWarehouseIDs(shown bool) {
	s.setForms(func(f *forms) { f.noPlaceIDs = !shown })
}

// SetUntrackedStock sets whether the server writes a stock of 0 for products whose stock is not tracked, whatever they
// hold. A new server leaves it out.
func (s *Server) SetUntrackedStock(zero bool) {
	s.setForms(func(f *forms) { f.untrackedZero = zero })
}

// SetPricePlaces sets to how many places the server rounds the net and the gross prices that it is given, or works out,
// from now on. A new server rounds both to two; a net price of four, such as 75.6303, has been seen. It panics when a
// number is negative.
func (s *Server) SetPricePlaces(net, gross int32) {
	if net < 0 || gross < 0 {
		panic(fmt.Sprintf("shopinventorytest: prices cannot have %d and %d places", net, gross))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catalogue.pricePlaces = pricePlaces{net: net, gross: gross}
}

func (s *Server) setForms(set func(*forms)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	set(&s.catalogue.forms)
}

// appendNumber appends a number that is written plainly.
func (f *forms) appendNumber(buf []byte, plain string) []byte {
	switch f.numbers {
	case NumbersQuoted:
		return fake.AppendText(buf, plain)
	case NumbersFloat:
		return append(buf, floatText(plain)...)
	default:
		return append(buf, plain...)
	}
}

// floatText is the number that a binary float has in its place, to seventeen digits.
func floatText(plain string) string {
	const bits, digits = 53, 17
	number, ok := new(big.Float).SetPrec(bits).SetString(plain)
	if !ok {
		return plain
	}
	text := number.Text('g', digits)
	if !strings.ContainsAny(text, ".e") {
		text += ".0"
	}
	return text
}

func (f *forms) appendEAN(buf []byte, ean string) []byte {
	digits := strings.TrimLeft(ean, "0")
	if !f.numericEAN || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return appendText(buf, ean)
	}
	return f.appendNumber(buf, digits)
}
