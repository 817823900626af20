package web

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

const (
	pageSize  = 24
	maxPage   = 10_000 // behind that lie no products but long queries
	maxSearch = 80     // characters
)

// offer is a product in the list, or by itself.
type offer struct {
	shop.Offer

	Left shelfwire.Opt[shelfwire.Decimal] // that can be ordered; absent when nobody knows
}

// offered looks up what can be ordered of a product.
func (s *site) offered(ctx context.Context, o shop.Offer) (offer, error) {
	left, known, err := s.Shop.Available(ctx, o.SKU)
	if err != nil || !known {
		return offer{Offer: o}, err
	}
	return offer{o, shelfwire.Set(left)}, nil
}

// prices are what a customer pays, and what it was before a reduction; nil where there is none.
type prices struct{ Price, OldPrice *shelfwire.Decimal }

// Prices are those of the product.
func (o offer) Prices() (p prices) {
	if price, ok := o.SellingPrice(); ok {
		p.Price = &price
	}
	if old, reduced := o.OldPrice(); reduced {
		p.OldPrice = &old
	}
	return p
}

// productsPage is a page of the catalogue.
type productsPage struct {
	Search   string
	Most     int // characters of a search
	Total    int
	Offers   []offer
	Page     int
	Pages    int
	Previous string // address; empty when there is none
	Next     string
}

func (s *site) products(w http.ResponseWriter, r *http.Request) error {
	p := productsPage{Search: searched(r.URL.Query().Get("q")), Most: maxSearch, Page: 1}
	if number, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil {
		p.Page = min(max(number, 1), maxPage)
	}
	var err error
	if p.Total, err = s.Shop.CountMatches(r.Context(), p.Search); err != nil {
		return err
	}
	p.Pages = min(max((p.Total+pageSize-1)/pageSize, 1), maxPage)
	p.Page = min(p.Page, p.Pages)
	offers, err := s.Shop.Browse(r.Context(), p.Search, (p.Page-1)*pageSize, pageSize)
	if err != nil {
		return err
	}
	for _, o := range offers {
		shown, err := s.offered(r.Context(), o)
		if err != nil {
			return err
		}
		p.Offers = append(p.Offers, shown)
	}
	if p.Page > 1 {
		p.Previous = p.address(p.Page - 1)
	}
	if p.Page < p.Pages {
		p.Next = p.address(p.Page + 1)
	}
	return s.render(w, http.StatusOK, "products", page{Title: "Products", Section: "products", Body: p})
}

// searched is what to search for: one line, not too long.
func searched(text string) string {
	runes := []rune(strings.TrimSpace(clean(text)))
	return string(runes[:min(len(runes), maxSearch)])
}

func (p *productsPage) address(number int) string {
	query := url.Values{"page": {strconv.Itoa(number)}}
	if p.Search != "" {
		query.Set("q", p.Search)
	}
	return "/?" + query.Encode()
}

// productPage is a product with all that is known about it.
type productPage struct {
	offer

	CanOrder    bool
	Stock       []stockRow
	CardID      int64
	CardPrice   *shelfwire.Decimal // nil when there is no card
	Listing     *shop.Listing      // nil when there is none
	ListingNote string
	Tills       []shop.TillQuantity
	Form        *orderForm
	FormErrors  []field // those with an error
}

type stockRow struct {
	Location string
	Quantity shelfwire.Decimal
}

func (s *site) product(w http.ResponseWriter, r *http.Request) error {
	return s.showProduct(w, r, http.StatusOK, s.newOrderForm())
}

// showProduct shows the product of a request with a form as far as it is filled in.
func (s *site) showProduct(w http.ResponseWriter, r *http.Request, status int, form *orderForm) error {
	p, err := s.look(r.Context(), r.PathValue("sku"))
	if err != nil {
		return err
	}
	p.Form, p.FormErrors = form, form.errors()
	if price, ok := p.SellingPrice(); ok {
		s.showPrice(form, price)
	}
	return s.render(w, status, "product", page{
		Title: cmp.Or(p.Name, p.SKU), Section: "products", Body: p,
		IsError: form.Problem != "" || form.Placed != nil || len(p.FormErrors) > 0,
	})
}

func (s *site) look(ctx context.Context, sku string) (*productPage, error) {
	found, err := s.Shop.Offer(ctx, clean(sku))
	if err != nil {
		return nil, err
	}
	p := &productPage{}
	if p.offer, err = s.offered(ctx, found); err != nil {
		return nil, err
	}
	left, isKnown := p.Left.Get()
	active, _ := p.Active.Get()
	p.CanOrder = active && p.Prices().Price != nil && p.VAT != "" && (!isKnown || left.IsPositive())
	stock, err := s.Shop.Stock(ctx, p.SKU)
	if err != nil {
		return nil, err
	}
	for _, location := range slices.Sorted(maps.Keys(stock)) {
		p.Stock = append(p.Stock, stockRow{location, stock[location]})
	}
	channels, err := s.Shop.Channels(ctx, p.SKU)
	p.takeChannels(channels)
	return p, err
}

func (p *productPage) takeChannels(c shop.Channels) {
	if card, ok := c.Card.Get(); ok {
		p.CardID, p.CardPrice = card.ID, &card.Price
	}
	p.ListingNote = "nothing sent yet"
	if listing, ok := c.Listing.Get(); ok {
		p.Listing, p.ListingNote = &listing, listingNote(listing.State)
	}
	p.Tills = c.Till
}

func listingNote(state shop.ListingState) string {
	switch state {
	case shop.ListingConfirmed:
		return "up to date"
	case shop.ListingMissing:
		return "not listed there"
	default:
		return "being sent"
	}
}
