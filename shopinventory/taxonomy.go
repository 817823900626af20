package shopinventory

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

var opTaxes = call.Op{Name: "Taxonomy.Taxes", Method: http.MethodGet, Effect: shelfwire.EffectRead}

// TaxonomyService reads what products refer to.
type TaxonomyService struct{ caller *call.Caller }

// Tax is a rate of tax of the shop.
type Tax struct {
	ID    int64                            `json:"id"`
	Name  string                           `json:"name"`           // such as "TVA 19%"
	Value shelfwire.Opt[shelfwire.Decimal] `json:"value,omitzero"` // percent

	// Unread are the members in an ambiguous form. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

var taxFields = lenientjson.NewFields(map[string]func(*Tax, lenientjson.Member){
	"id":    func(t *Tax, m lenientjson.Member) { readID(m, &t.ID) },
	"name":  func(t *Tax, m lenientjson.Member) { m.Text(&t.Name) },
	"value": func(t *Tax, m lenientjson.Member) { m.Number(&t.Value) },
})

// maxTaxes is the number of taxes that Taxes asks for.
const maxTaxes = 100

// Taxes reads the rates of tax of the shop: GET /taxonomy/taxes. It changes nothing on the server. The call follows other
// clients that were checked against real shops.
//
// The list is a bare one, or the member "data" of an object (probe: shopinventory/taxes); anything else
// matches shelfwire.ErrMalformed. The response has no sign of its end, so a list of 100 taxes or more comes
// with an error that matches shelfwire.ErrIncomplete, and so does one with rows without a readable id, which
// are left out: a [*GapsError].
func (s *TaxonomyService) Taxes(ctx context.Context) ([]Tax, error) {
	var read taxList
	err := s.caller.Do(ctx, call.Request{
		Op: opTaxes, Path: []string{"taxonomy", "taxes"}, Query: url.Values{"limit": {strconv.Itoa(maxTaxes)}},
	}, func(body []byte) error {
		rows, err := readBareList(s.caller, body)
		if err == nil {
			read = readTaxes(rows, s.caller.Redact)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	s.caller.WarnUnread(ctx, opTaxes, read.unread)
	return read.taxes, s.checkComplete(&read)
}

// taxList is a list of taxes, as far as its rows have ids.
type taxList struct {
	taxes  []Tax
	gaps   GapsError
	unread call.UnreadCounts
}

func readTaxes(rows []lenientjson.Value, redact func(string) string) (list taxList) {
	notes := lenientjson.Notes{Redact: redact}
	list.taxes = make([]Tax, 0, len(rows))
	for i, row := range rows {
		var tax Tax
		taxFields.Read(&notes, row, &tax, nil)
		tax.Unread = notes.TakeUnread()
		if list.unread.Add(tax.Unread); tax.ID == 0 {
			list.gaps.addGaps([]Gap{{Offset: i, Unread: tax.Unread}})
		} else {
			list.taxes = append(list.taxes, tax)
		}
	}
	return list
}

// checkComplete returns an error for a list that may be cut, or has gaps.
func (s *TaxonomyService) checkComplete(list *taxList) error {
	var errs []error
	if rows := len(list.taxes) + list.gaps.Count; rows >= maxTaxes {
		errs = append(errs, fmt.Errorf("%w: %d taxes came, and there may be more", shelfwire.ErrIncomplete, rows))
	}
	if list.gaps.Count > 0 {
		errs = append(errs, &list.gaps)
	}
	if len(errs) == 0 {
		return nil
	}
	return s.caller.Error(opTaxes, shelfwire.OutcomeUnknown, errors.Join(errs...))
}

// readBareList returns the elements of a list that has an envelope or none.
func readBareList(caller *call.Caller, body []byte) ([]lenientjson.Value, error) {
	list, err := lenientjson.Parse(body)
	if err != nil {
		return nil, err
	}
	if list.IsObject() {
		var e envelope
		notes := lenientjson.Notes{Redact: caller.Redact}
		envelopeFields.Read(&notes, list, &e, e.said.add)
		e.said.addRemarks(e.meta.Value)
		if e.said.rejectsList(e.data.IsEmpty()) {
			return nil, failureError(caller, list)
		}
		if err := notes.Err(); err != nil {
			return nil, err
		}
		list = e.data.Value
	}
	if !isRows(list) {
		return nil, errors.New("the response has no list")
	}
	elements, _ := list.List()
	return elements, nil
}
