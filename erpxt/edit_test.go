package erpxt_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/clienttest"
)

const card = `{"$id":"1","Name":"Mouse","Description":"old","ItemCode":"555","ProductCode":"P/1","UnitOfMeasurment":"szt.",` +
	`"Rate":9,"SaleNetPrice":50.0,"SaleGrossPrice":61.5,"Quantity":6.0000,"ProductType":2,"Id":7,` +
	`"Barcode":"590","Supplier":{"Id":3,"Terms":[1.50,null]}}`

// editing returns a provider that has one card and takes every write.
func editing(card string) *provider { return scripted(reply{200, card}, reply{204, ""}) }

// Everything that was read goes back, also what this module does not know; stock does not.
func TestEditKeepsEverything(t *testing.T) {
	t.Parallel()
	p := editing(card)
	after, err := p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error {
		p.Description = "new"
		return nil
	})
	require.NoError(t, err)
	require.Len(t, p.calls, 2)
	assert.Equal(t, "GET /api2/public/products/7", p.calls[0].method+" "+p.calls[0].path)
	assert.Equal(t, "PUT /api2/public/products", p.calls[1].method+" "+p.calls[1].path)
	assert.Equal(t, `{"Name":"Mouse","Description":"new","ItemCode":"555","ProductCode":"P/1","UnitOfMeasurment":"szt.",`+
		`"Rate":9,"SaleGrossPrice":61.5,"ProductType":2,"Id":7,"Barcode":"590","Supplier":{"Id":3,"Terms":[1.50,null]}}`,
		p.calls[1].body)
	assert.Equal(t, "new", after.Description)
	assert.Equal(t, "50.0", after.SaleNetPrice.String())
	assert.Equal(t, "61.5", after.SaleGrossPrice.String())
	assert.Equal(t, "6.0000", after.OnHand.String())
	text, err := json.Marshal(after)
	require.NoError(t, err)
	assert.Contains(t, string(text), `"Barcode":"590"`)
}

// The unknown members are those of the card, also when edit puts a product of its own in its place.
func TestEditWithAnotherProduct(t *testing.T) {
	t.Parallel()
	p := editing(card)
	_, err := p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error {
		*p = erpxt.Product{
			ID: 7, Name: "Mouse 2", UnitOfMeasurement: "szt.", Rate: erpxt.VAT8, SaleNetPrice: num("1"),
			OnHand: p.OnHand, ProductType: p.ProductType,
		}
		return nil
	})
	require.NoError(t, err)
	assert.Equal(t, `{"Name":"Mouse 2","Description":"","ItemCode":"","UnitOfMeasurment":"szt.","Rate":8,"SaleNetPrice":1,`+
		`"ProductType":2,"Id":7,"Barcode":"590","Supplier":{"Id":3,"Terms":[1.50,null]}}`, p.calls[1].body)
}

// Of two prices one is sent, and the product that comes back holds none that the server works out anew.
func TestEditPrices(t *testing.T) {
	t.Parallel()
	var none shelfwire.Opt[shelfwire.Decimal]
	null := shelfwire.Null[shelfwire.Decimal]()
	const both, noNet, noGross, neither = `"SaleNetPrice":50.0,"SaleGrossPrice":61.5`, `"SaleGrossPrice":61.5`,
		`"SaleNetPrice":50.0,"SaleGrossPrice":null`, `"SaleNetPrice":null`
	for name, tc := range map[string]struct {
		card  string
		edit  func(*erpxt.Product)
		sent  string // the prices in the PUT
		after string // the prices of the product that comes back
	}{
		"neither changed":             {both, func(*erpxt.Product) {}, `gross 61.5`, `50.0 61.5`},
		"another scale is no change":  {both, func(p *erpxt.Product) { p.SaleNetPrice = num("50") }, `gross 61.5`, `50 61.5`},
		"net":                         {both, func(p *erpxt.Product) { p.SaleNetPrice = num("60.00") }, `net 60.00`, `60.00 absent`},
		"gross":                       {both, func(p *erpxt.Product) { p.SaleGrossPrice = num("70") }, `gross 70`, `absent 70`},
		"a net of zero":               {both, func(p *erpxt.Product) { p.SaleNetPrice = num("0") }, `net 0`, `0 absent`},
		"the rate":                    {both, func(p *erpxt.Product) { p.Rate = erpxt.VAT8 }, `gross 61.5`, `absent 61.5`},
		"the rate and net":            {both, func(p *erpxt.Product) { p.Rate, p.SaleNetPrice = erpxt.VAT8, num("9") }, `net 9`, `9 absent`},
		"net cleared":                 {both, func(p *erpxt.Product) { p.SaleNetPrice = none }, `gross 61.5`, `absent 61.5`},
		"gross cleared":               {both, func(p *erpxt.Product) { p.SaleGrossPrice = null }, `net 50.0`, `50.0 null`},
		"net set, gross cleared":      {both, func(p *erpxt.Product) { p.SaleNetPrice, p.SaleGrossPrice = num("9"), none }, `net 9`, `9 absent`},
		"both cleared":                {both, func(p *erpxt.Product) { p.SaleNetPrice, p.SaleGrossPrice = none, none }, ``, `absent absent`},
		"gross alone, kept":           {noNet, func(*erpxt.Product) {}, `gross 61.5`, `absent 61.5`},
		"gross alone, and net":        {noNet, func(p *erpxt.Product) { p.SaleNetPrice = num("9") }, `net 9`, `9 absent`},
		"gross alone, and a net of 0": {noNet, func(p *erpxt.Product) { p.SaleNetPrice = num("0") }, `net 0`, `0 absent`},
		"net alone, kept":             {noGross, func(*erpxt.Product) {}, `net 50.0`, `50.0 null`},
		"net alone, and gross":        {noGross, func(p *erpxt.Product) { p.SaleGrossPrice = num("9") }, `gross 9`, `absent 9`},
		"no price, kept":              {neither, func(*erpxt.Product) {}, ``, `null absent`},
		"no price, and a gross":       {neither, func(p *erpxt.Product) { p.SaleGrossPrice = num("9") }, `gross 9`, `null 9`},
		"a negative price, untouched": {`"SaleNetPrice":-1,"SaleGrossPrice":-1.23`, func(*erpxt.Product) {}, `gross -1.23`, `-1 -1.23`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := editing(`{"Id":7,"Name":"M","UnitOfMeasurment":"szt.","Rate":9,` + tc.card + `}`)
			after, err := p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error { tc.edit(p); return nil })
			require.NoError(t, err)
			var sent struct{ SaleNetPrice, SaleGrossPrice *shelfwire.Decimal }
			require.NoError(t, json.Unmarshal([]byte(p.calls[1].body), &sent))
			got := ""
			if sent.SaleNetPrice != nil {
				got += "net " + sent.SaleNetPrice.String()
			}
			if sent.SaleGrossPrice != nil {
				got += "gross " + sent.SaleGrossPrice.String()
			}
			assert.Equal(t, tc.sent, got)
			assert.Equal(t, tc.after, after.SaleNetPrice.String()+" "+after.SaleGrossPrice.String())
		})
	}
}

// A gross price that goes back as it came changes neither price, whichever of them was the first: shown for all rates,
// with a server that rounds to two places.
func TestUntouchedPricesStay(t *testing.T) {
	t.Parallel()
	for _, rate := range []erpxt.VATRate{
		erpxt.VATNotTaxable, erpxt.VATExempt, erpxt.VAT0, erpxt.VAT4, erpxt.VAT5, erpxt.VAT8, erpxt.VAT23,
	} {
		t.Run(string(rate), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				grosze := rapid.OneOf(rapid.Int64Range(0, 500), rapid.Int64Range(0, 1e12)).Draw(t, "grosze")
				given := decimal.New(grosze, -2)
				s := &priced{rate: rate}
				if rapid.Bool().Draw(t, "net first") {
					s.put(&given, nil)
				} else {
					s.put(nil, &given)
				}
				net, gross := s.net, s.gross
				p := &provider{api: s.answer}
				_, err := p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error {
					p.Name = "another"
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				if s.name != "another" || !s.net.Equal(net) || !s.gross.Equal(gross) {
					t.Fatalf("%s: net %s became %s, gross %s became %s", s.name, net, s.net, gross, s.gross)
				}
			})
		})
	}
}

// priced is a server with one product, whose prices it works out as the guide says.
type priced struct {
	name       string
	rate       erpxt.VATRate
	net, gross decimal.Decimal
}

func (s *priced) put(net, gross *decimal.Decimal) {
	percent, _ := s.rate.Percent()
	factor := percent.Shift(-2).Add(decimal.New(1, 0))
	switch {
	case net != nil:
		s.net, s.gross = *net, net.Mul(factor).Round(2)
	case gross != nil:
		s.net, s.gross = gross.DivRound(factor, 2), *gross
	default:
		s.net, s.gross = decimal.Decimal{}, decimal.Decimal{}
	}
}

func (s *priced) answer(_ int, r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodGet {
		return response(r, 200, `{"Id":7,"Name":"M","UnitOfMeasurment":"szt.","Rate":`+rateText(s.rate)+
			`,"SaleNetPrice":`+s.net.StringFixed(2)+`,"SaleGrossPrice":`+s.gross.StringFixed(2)+`}`)
	}
	var sent struct {
		Name                         string
		SaleNetPrice, SaleGrossPrice *decimal.Decimal
	}
	body, err := r.GetBody()
	if err != nil {
		return nil, err
	}
	if err := json.NewDecoder(body).Decode(&sent); err != nil {
		return nil, err
	}
	s.name = sent.Name
	s.put(sent.SaleNetPrice, sent.SaleGrossPrice)
	return response(r, 204, "")
}

func rateText(rate erpxt.VATRate) string {
	text, _ := rate.MarshalJSON()
	return string(text)
}

func TestEditRefused(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		edit   func(*erpxt.Product)
		fields []string
	}{
		"another id":      {func(p *erpxt.Product) { p.ID = 8 }, []string{"ID"}},
		"no name":         {func(p *erpxt.Product) { p.Name = "" }, []string{"Name"}},
		"no unit":         {func(p *erpxt.Product) { p.UnitOfMeasurement = " " }, []string{"UnitOfMeasurement"}},
		"no rate":         {func(p *erpxt.Product) { p.Rate = "" }, []string{"Rate"}},
		"an unknown rate": {func(p *erpxt.Product) { p.Rate = "code 5" }, []string{"Rate"}},
		"a rate in words": {func(p *erpxt.Product) { p.Rate = "23" }, []string{"Rate"}},
		"a type in words": {func(p *erpxt.Product) { p.ProductType = "towar" }, []string{"ProductType"}},
		"no type":         {func(p *erpxt.Product) { p.ProductType = "" }, []string{"ProductType"}},
		"both prices":     {func(p *erpxt.Product) { p.SaleNetPrice, p.SaleGrossPrice = num("1"), num("1.23") }, []string{"SaleGrossPrice"}},
		"a negative net":  {func(p *erpxt.Product) { p.SaleNetPrice = num("-1") }, []string{"SaleNetPrice"}},
		"a negative gross, and the net gone": {func(p *erpxt.Product) {
			p.SaleNetPrice, p.SaleGrossPrice = shelfwire.Opt[shelfwire.Decimal]{}, num("-1")
		}, []string{"SaleGrossPrice"}},
		"a price that is none": {func(p *erpxt.Product) { p.SaleNetPrice = shelfwire.Set(shelfwire.Decimal{}) }, []string{"SaleNetPrice"}},
		"the stock":            {func(p *erpxt.Product) { p.OnHand = num("9") }, []string{"Quantity"}},
		"the stock, gone":      {func(p *erpxt.Product) { p.OnHand = shelfwire.Opt[shelfwire.Decimal]{} }, []string{"Quantity"}},
		"the type":             {func(p *erpxt.Product) { p.ProductType = erpxt.ProductTypeGoods }, []string{"ProductType"}},
		"all of it":            {func(p *erpxt.Product) { *p = erpxt.Product{} }, []string{"ID", "Name", "UnitOfMeasurement", "Rate", "Quantity", "ProductType"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := editing(card)
			after, err := p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error { tc.edit(p); return nil })
			clienttest.AssertRejected(t, err, tc.fields...)
			assert.Equal(t, erpxt.Product{}, after)
			assert.Len(t, p.calls, 1, "read, and nothing written")
		})
	}
	_, err := silent(t).Products.Edit(t.Context(), 7, nil)
	clienttest.AssertRejected(t, err, "edit")
}

// A rate that the provider did not document when this was written goes back as it came.
func TestEditKeepsAnUnknownRate(t *testing.T) {
	t.Parallel()
	p := editing(`{"Id":7,"Name":"M","UnitOfMeasurment":"szt.","Rate":12}`)
	_, err := p.client(t).Products.Edit(t.Context(), 7, func(p *erpxt.Product) error { p.Name = "N"; return nil })
	require.NoError(t, err)
	assert.Equal(t, `{"Name":"N","Description":"","ItemCode":"","UnitOfMeasurment":"szt.","Rate":12,"Id":7}`, p.calls[1].body)
}

func TestEditThatFails(t *testing.T) {
	t.Parallel()
	errMine := errors.New("the shelf is empty")
	p := editing(card)
	_, err := p.client(t).Products.Edit(t.Context(), 7, func(*erpxt.Product) error { return errMine })
	require.ErrorIs(t, err, errMine)
	assert.NotErrorIs(t, err, shelfwire.ErrInvalid)
	assert.Equal(t, shelfwire.OutcomeNotSent, shelfwire.OutcomeOf(err))
	assert.EqualError(t, err, "erpxt: Products.Edit: nothing was changed: the shelf is empty")
	assert.Len(t, p.calls, 1)

	for name, tc := range map[string]struct {
		replies []reply
		is      error
		outcome shelfwire.Outcome
		calls   int
	}{
		"not there":                       {[]reply{{400, notFound}}, shelfwire.ErrNotFound, shelfwire.OutcomeNotSent, 1},
		"unreadable":                      {[]reply{{200, "[]"}}, shelfwire.ErrMalformed, shelfwire.OutcomeNotSent, 2},
		"the read crashes":                {[]reply{{503, ""}}, nil, shelfwire.OutcomeNotSent, 4},
		"the write is refused":            {[]reply{{200, card}, {400, notReady}}, shelfwire.ErrInvalid, shelfwire.OutcomeRefused, 2},
		"not there, an empty 404":         {[]reply{{404, ""}}, shelfwire.ErrNotFound, shelfwire.OutcomeNotSent, 1},
		"the write meets a router":        {[]reply{{200, card}, {404, routerNotFound}}, shelfwire.ErrMalformed, shelfwire.OutcomeRefused, 2},
		"the write is answered by a page": {[]reply{{200, card}, {200, loginPage}}, shelfwire.ErrMalformed, shelfwire.OutcomeUnknown, 3},
		"gone before the write": {[]reply{{200, card}, {400, notFound}}, shelfwire.ErrNotFound,
			shelfwire.OutcomeRefused, 2},
		"the write is cut": {[]reply{{200, card}, {0, ""}}, errCut, shelfwire.OutcomeUnknown, 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := scripted(tc.replies...)
			after, err := p.client(t).Products.Edit(t.Context(), 7, func(*erpxt.Product) error { return nil })
			require.Error(t, err)
			if tc.is != nil {
				require.ErrorIs(t, err, tc.is)
			}
			assert.Equal(t, "Products.Edit", clienttest.Error(t, err).Op)
			assert.Equal(t, tc.outcome, shelfwire.OutcomeOf(err))
			assert.Len(t, p.calls, tc.calls)
			assert.Equal(t, erpxt.Product{}, after)
		})
	}
}

func TestEditIsRepeatedAfterALostReply(t *testing.T) {
	t.Parallel()
	p := scripted(reply{200, card}, reply{0, ""}, reply{204, ""})
	_, err := p.client(t).Products.Edit(t.Context(), 7, func(*erpxt.Product) error { return nil })
	require.NoError(t, err)
	assert.Equal(t, p.calls[1].body, p.calls[2].body)
}
