package erpxt_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/erpxt"
)

// Of two prices one is sent, and the product that comes back holds none that the server works out anew.
func TestProductsService_Edit_Prices(t *testing.T) {
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
			p := editProvider(`{"Id":7,"Name":"M","UnitOfMeasurment":"szt.","Rate":9,` + tc.card + `}`)
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
func TestProductsService_Edit_UntouchedPrices(t *testing.T) {
	t.Parallel()
	for _, rate := range []erpxt.VATRate{
		erpxt.VATNotTaxable, erpxt.VATExempt, erpxt.VAT0, erpxt.VAT4, erpxt.VAT5, erpxt.VAT8, erpxt.VAT23,
	} {
		t.Run(string(rate), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				grosze := rapid.OneOf(rapid.Int64Range(0, 500), rapid.Int64Range(0, 1e12)).Draw(t, "grosze")
				given := decimal.New(grosze, -2)
				s := &pricedServer{rate: rate}
				if rapid.Bool().Draw(t, "net first") {
					s.putPrices(&given, nil)
				} else {
					s.putPrices(nil, &given)
				}
				net, gross := s.net, s.gross
				p := &provider{api: s.respond}
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

// pricedServer is a server with one product, whose prices it works out as the guide says.
type pricedServer struct {
	name       string
	rate       erpxt.VATRate
	net, gross decimal.Decimal
}

func (s *pricedServer) putPrices(net, gross *decimal.Decimal) {
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

func (s *pricedServer) respond(_ int, r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodGet {
		return newResponse(r, 200, `{"Id":7,"Name":"M","UnitOfMeasurment":"szt.","Rate":`+rateText(s.rate)+
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
	s.putPrices(sent.SaleNetPrice, sent.SaleGrossPrice)
	return newResponse(r, 204, "")
}

func rateText(rate erpxt.VATRate) string {
	text, _ := rate.MarshalJSON()
	return string(text)
}
