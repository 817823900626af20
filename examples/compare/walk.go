package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/go-resty/resty/v2"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

const pageSize = 100

// page is what a careful programmer declares for the response.
type page struct {
	Status   string `json:"status"`
	Products struct {
		LastPage int `json:"last_page"`
		Data     []struct {
			SKU   string            `json:"SKU"`
			Name  string            `json:"Name"`
			Price shelfwire.Decimal `json:"Price"`
		} `json:"data"`
	} `json:"Products"`
}

// productWalk reads a catalogue, page by page.
func productWalk(_ context.Context, s sizes) (job, error) {
	fake := resicotest.New()
	products := make([]resicotest.Product, s.products)
	for i := range products {
		products[i].Product = resico.Product{
			SKU: fmt.Sprintf("SKU-%06d", i), Name: "Clay bowl", Price: shelfwire.Set(shelfwire.MustDecimal("12.50")),
		}
	}
	fake.AddProducts(products...)
	origin, path, err := parseOrigin(fake.URL())
	if err != nil {
		return job{}, err
	}
	server := newRecorder(origin)
	base, cred := server.URL+path, fake.Credentials()
	client, err := resico.New(cred, &shelfwire.Options{BaseURL: base, Limiter: shelfwire.Unlimited})
	if err != nil {
		return job{}, err
	}
	byHand := &http.Client{Transport: &http.Transport{}}
	byResty := resty.New().SetHeader("X-Client-Code", cred.ClientCode.Reveal()).SetHeader("X-Client-Key", cred.ClientKey.Reveal())
	return job{name: "walk", ways: []way{
		{"net/http by hand", func(ctx context.Context) (shelfwire.Decimal, error) {
			return sumPages(func(n int, into *page) error { return pageByHand(ctx, byHand, base, cred, n, into) })
		}},
		{"resty", func(ctx context.Context) (shelfwire.Decimal, error) {
			return sumPages(func(n int, into *page) error { return pageByResty(ctx, byResty, base, n, into) })
		}},
		{"resico", func(ctx context.Context) (sum shelfwire.Decimal, err error) {
			for product, err := range client.Products.All(ctx, resico.ProductQuery{PageSize: pageSize}) {
				if err != nil {
					return sum, err
				}
				sum = sum.Add(product.Price.Or(shelfwire.Decimal{}))
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

func sumPages(get func(n int, into *page) error) (sum shelfwire.Decimal, err error) {
	for n := 1; ; n++ {
		var p page
		if err := get(n, &p); err != nil {
			return sum, err
		}
		for i := range p.Products.Data {
			sum = sum.Add(p.Products.Data[i].Price)
		}
		if n >= p.Products.LastPage {
			return sum, nil
		}
	}
}

func pageURL(base string, n int) string {
	return fmt.Sprintf("%s/products?limit=%d&order_by=SKU&order_dir=asc&page=%d", base, pageSize, n)
}

func pageByHand(ctx context.Context, client *http.Client, base string, cred resico.Credentials, n int, into *page) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, pageURL(base, n), strings.NewReader("{}"))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Client-Code", cred.ClientCode.Reveal())
	req.Header.Set("X-Client-Key", cred.ClientKey.Reveal())
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if err := checkStatus(resp); err != nil {
		return err
	}
	return json.Unmarshal(body, into)
}

func pageByResty(ctx context.Context, client *resty.Client, base string, n int, into *page) error {
	resp, err := client.R().SetContext(ctx).SetHeader("Content-Type", "application/json").SetBody("{}").SetResult(into).
		Post(pageURL(base, n))
	if err != nil {
		return err
	}
	return checkStatus(resp.RawResponse)
}
