package resico_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// shelf is the provider's product list in a few lines: rows by SKU, descending, cut into numbered pages. It
// is a transport that lets a test change the rows before each page.
type shelf struct {
	rows   []string
	before func(request int)
	cap    int                            // greatest limit, 0 for none
	fixed  int                            // page size whatever is asked, 0 for none
	serve  func(asked int) int            // page size for a limit, 0 rejects it; nil for any
	hidden map[string]bool                // rows that are filtered out of a page after it was cut
	change func(paginator map[string]any) // spoils a response
	tell   func(p map[string]any, asked int)
	next   bool // tells next_page_url
	clamps bool // gives the last page for those behind it

	first int // rows at the beginning

	rejectsUnder200 bool // with a status of error
	delivered       func(sku string)
	time            func(request int) string // the server's clock, for each request; nil for a fixed one
	requests        []string
	updated         string // the bound of the last request
}

func (s *shelf) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if s.before != nil {
		s.before(len(s.requests))
	}
	s.requests = append(s.requests, r.URL.RawQuery)
	var filter struct{ SKU, Updated string }
	if err := json.NewDecoder(r.Body).Decode(&filter); err != nil {
		return nil, err
	}
	s.updated = filter.Updated
	status, response := http.StatusOK, s.encodePage(r.URL.Query().Get("limit"), r.URL.Query().Get("page"), filter.SKU)
	switch {
	case response == nil && s.rejectsUnder200:
		response = map[string]any{"status": "error", "message": "The limit is invalid."}
	case response == nil:
		status, response = http.StatusUnprocessableEntity, map[string]any{
			"message": "The given data was invalid.", "errors": map[string]any{"limit": []string{"The selected limit is invalid."}},
		}
	}
	body, err := json.Marshal(response)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(string(body))), ContentLength: int64(len(body)), Request: r,
	}, nil
}

func (s *shelf) encodePage(limitText, pageText, skus string) map[string]any {
	limit, _ := strconv.Atoi(limitText)
	page, _ := strconv.Atoi(pageText)
	if s.cap > 0 {
		limit = min(limit, s.cap)
	}
	if s.fixed > 0 {
		limit = s.fixed
	}
	asked := limit
	if s.serve != nil {
		if limit = s.serve(asked); limit == 0 {
			return nil
		}
	}
	rows := s.rows
	if skus != "" {
		wanted := strings.Split(skus, ";")
		rows = slices.DeleteFunc(slices.Clone(rows), func(sku string) bool { return !slices.Contains(wanted, sku) })
	}
	last := max(1, (len(rows)+limit-1)/limit)
	if s.clamps {
		page = min(page, last)
	}
	from := min((page-1)*limit, len(rows))
	data := []map[string]any{}
	for _, sku := range rows[from:min(from+limit, len(rows))] {
		if !s.hidden[sku] {
			data = append(data, map[string]any{"SKU": sku})
		}
	}
	paginator := map[string]any{
		"current_page": page, "data": data, "per_page": limit,
		"last_page": last, "total": len(rows),
	}
	if s.next {
		paginator["next_page_url"] = nil
		if page < last {
			paginator["next_page_url"] = "https://api.example.com/products?page=" + strconv.Itoa(page+1)
		}
	}
	if s.tell != nil {
		s.tell(paginator, asked)
	}
	if s.change != nil {
		s.change(paginator)
	}
	now := "2026-03-20T09:31:42+02:00"
	if s.time != nil {
		now = s.time(len(s.requests))
	}
	return map[string]any{"status": "ok", "time": now, "type": "Products", "Products": paginator}
}

func (s *shelf) newClient(t interface{ Fatal(args ...any) }) *resico.Client {
	client, err := resico.New(resico.Credentials{ClientCode: shelfwire.NewSecret("code"), ClientKey: shelfwire.NewSecret("key")}, &shelfwire.Options{
		HTTPClient: &http.Client{Transport: s}, Limiter: shelfwire.Unlimited,
	})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// numberedSKUs returns n SKUs in the order of the list.
func numberedSKUs(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("P%06d", 2*(n-i))
	}
	return list
}

func collectSKUs(ctx context.Context, client *resico.Client, q resico.ProductQuery) ([]string, error) {
	var seen []string
	for p, err := range client.Products.All(ctx, q) {
		if err != nil {
			return seen, err
		}
		seen = append(seen, p.SKU)
	}
	return seen, nil
}
