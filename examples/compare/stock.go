package main

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-resty/resty/v2"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// stockItem is what a careful programmer declares for an item of the response.
type stockItem struct {
	ID       int64             `xml:"id"`
	Name     string            `xml:"itemname"`
	Article  string            `xml:"article"`
	Lot      string            `xml:"lot_number"`
	Quantity shelfwire.Decimal `xml:"quantity"`
	Price    shelfwire.Decimal `xml:"price"`
}

type stockDocument struct {
	Success int         `xml:"success"`
	Items   []stockItem `xml:"warehouses>warehouse>items>item"`
}

// stockRead reads the stock of a warehouse in one response.
func stockRead(_ context.Context, s sizes) (job, error) {
	fake := virtpostest.New()
	warehouse := fake.AddWarehouses(virtpostest.Warehouse{})[0]
	fake.Generate(warehouse, s.items)
	origin, _, err := parseOrigin(fake.URL())
	if err != nil {
		return job{}, err
	}
	server := newRecorder(origin)
	cred := fake.Credentials()
	client, err := virtpos.New(server.URL, cred, &shelfwire.Options{Limiter: shelfwire.Unlimited})
	if err != nil {
		return job{}, err
	}
	fields := []virtpos.StockField{
		virtpos.StockItemName, virtpos.StockArticle, virtpos.StockCOGS, virtpos.StockPrice, virtpos.StockOptionalPrices,
	}
	form := url.Values{"apikey": {cred.APIKey.Reveal()}, "fields": {"itemname:article:cogs:price:optionalprices"}}
	address := server.URL + "/api/store?format=xml"
	byHand := &http.Client{Transport: &http.Transport{}}
	byResty := resty.New()
	return job{name: "stock", ways: []way{
		{"xml.Unmarshal by hand", func(ctx context.Context) (shelfwire.Decimal, error) {
			return stockByHand(ctx, byHand, address, form, sumWhole)
		}},
		{"xml.Decoder by hand", func(ctx context.Context) (shelfwire.Decimal, error) {
			return stockByHand(ctx, byHand, address, form, sumStream)
		}},
		{"resty", func(ctx context.Context) (shelfwire.Decimal, error) { return stockByResty(ctx, byResty, address, form) }},
		{"virtpos", func(ctx context.Context) (sum shelfwire.Decimal, err error) {
			for row, err := range client.Store.All(ctx, virtpos.StoreQuery{Fields: fields}) {
				if err != nil {
					return sum, err
				}
				sum = sum.Add(row.OnHand.Or(shelfwire.Decimal{}))
			}
			return sum, nil
		}},
	}, close: func() {
		client.CloseIdleConnections()
		byHand.CloseIdleConnections()
		server.Close()
		fake.Close()
	}}, nil
}

func stockByHand(
	ctx context.Context, client *http.Client, address string, form url.Values, sum func(io.Reader) (shelfwire.Decimal, error),
) (shelfwire.Decimal, error) {
	resp, err := postForm(ctx, client, address, form)
	if err != nil {
		return shelfwire.Decimal{}, err
	}
	defer resp.Body.Close()
	if err := checkStatus(resp); err != nil {
		return shelfwire.Decimal{}, err
	}
	return sum(resp.Body)
}

// postForm sends a form.
func postForm(ctx context.Context, client *http.Client, address string, form url.Values) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return client.Do(req)
}

func sumWhole(body io.Reader) (sum shelfwire.Decimal, err error) {
	text, err := io.ReadAll(body)
	if err != nil {
		return sum, err
	}
	var document stockDocument
	if err := xml.Unmarshal(text, &document); err != nil {
		return sum, err
	}
	return document.sum(), nil
}

func (d *stockDocument) sum() (sum shelfwire.Decimal) {
	for i := range d.Items {
		sum = sum.Add(d.Items[i].Quantity)
	}
	return sum
}

// sumStream decodes one item after the other.
func sumStream(body io.Reader) (sum shelfwire.Decimal, err error) {
	decoder := xml.NewDecoder(body)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return sum, nil
		}
		if err != nil {
			return sum, err
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "item" {
			continue
		}
		var it stockItem
		if err := decoder.DecodeElement(&it, &start); err != nil {
			return sum, err
		}
		sum = sum.Add(it.Quantity)
	}
}

func stockByResty(ctx context.Context, client *resty.Client, address string, form url.Values) (shelfwire.Decimal, error) {
	var document stockDocument
	resp, err := client.R().SetContext(ctx).SetFormDataFromValues(form).SetResult(&document).Post(address)
	if err != nil {
		return shelfwire.Decimal{}, err
	}
	return document.sum(), checkStatus(resp.RawResponse)
}
