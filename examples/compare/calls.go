package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"

	"github.com/go-resty/resty/v2"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
)

// item is what a careful programmer declares for the response.
type item struct {
	ID         int64              `json:"id"`
	SKU        string             `json:"sku"`
	Stock      *shelfwire.Decimal `json:"stock"`
	PriceNet   *shelfwire.Decimal `json:"price_net"`
	PriceGross *shelfwire.Decimal `json:"price_gross"`
}

// smallCalls reads one item of a shop, again and again.
func smallCalls(_ context.Context, s sizes) (job, error) {
	fake := shopinventorytest.New()
	fake.AddItems(shopinventorytest.Item{Item: shopinventory.Item{
		SKU: "LAMP-2", OnHand: shelfwire.Set(shelfwire.NewDecimal(5)), PriceNet: shelfwire.Set(shelfwire.MustDecimal("12.50")),
	}})
	origin, _, err := parseOrigin(fake.URL())
	if err != nil {
		return job{}, err
	}
	server := newRecorder(origin)
	cred := fake.Credentials()
	url := server.URL + "/api/v2/inventory/sku/LAMP-2"
	client, err := shopinventory.New(server.URL, cred, &shelfwire.Options{Limiter: shelfwire.Unlimited})
	if err != nil {
		return job{}, err
	}
	byHand := &http.Client{Transport: &http.Transport{}}
	byResty := resty.New().SetDisableWarn(true).SetBasicAuth(cred.APIKey.Reveal(), cred.APISecret.Reveal())
	repeat := func(call func(context.Context) (shelfwire.Decimal, error)) func(context.Context) (shelfwire.Decimal, error) {
		return func(ctx context.Context) (sum shelfwire.Decimal, err error) {
			for range s.calls {
				price, err := call(ctx)
				if err != nil {
					return sum, err
				}
				sum = sum.Add(price)
			}
			return sum, nil
		}
	}
	return job{name: "small call", ways: []way{
		{"net/http by hand", repeat(func(ctx context.Context) (shelfwire.Decimal, error) {
			return getByHand(ctx, byHand, url, cred)
		})},
		{"resty", repeat(func(ctx context.Context) (shelfwire.Decimal, error) {
			return getByResty(ctx, byResty, url)
		})},
		{"shopinventory", repeat(func(ctx context.Context) (shelfwire.Decimal, error) {
			got, err := client.Inventory.Get(ctx, shopinventory.BySKU("LAMP-2"))
			return got.PriceNet.Or(shelfwire.Decimal{}), err
		})},
	}, close: func() {
		client.CloseIdleConnections()
		byHand.CloseIdleConnections()
		server.Close()
		fake.Close()
	}}, nil
}

func getByHand(ctx context.Context, client *http.Client, url string, cred shopinventory.Credentials) (shelfwire.Decimal, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return shelfwire.Decimal{}, err
	}
	req.Header.Set("Accept", "application/json")
	req.SetBasicAuth(cred.APIKey.Reveal(), cred.APISecret.Reveal())
	resp, err := client.Do(req)
	if err != nil {
		return shelfwire.Decimal{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return shelfwire.Decimal{}, err
	}
	if err := checkStatus(resp); err != nil {
		return shelfwire.Decimal{}, err
	}
	var got item
	if err := json.Unmarshal(body, &got); err != nil {
		return shelfwire.Decimal{}, err
	}
	return *got.PriceNet, nil
}

func getByResty(ctx context.Context, client *resty.Client, url string) (shelfwire.Decimal, error) {
	var got item
	resp, err := client.R().SetContext(ctx).SetResult(&got).Get(url)
	if err != nil {
		return shelfwire.Decimal{}, err
	}
	if err := checkStatus(resp.RawResponse); err != nil {
		return shelfwire.Decimal{}, err
	}
	return *got.PriceNet, nil
}
