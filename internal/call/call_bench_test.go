package call

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
)

// smallResponse is what a provider sends about one thing: some 300 bytes.
const smallResponse = `{"status":"ok","time":"2026-03-20T10:39:31+02:00","type":"Thing","id":10001,` +
	`"sku":"TShirt.Blk.XL","name":"T-shirt, black, XL","unit":"pcs","price":"12.50","sale_price":"9.90",` +
	`"active":true,"on_hand":24,"reserved":5,"expected":0,"category":"Shirts and tops","brand":"Acme Wear",` +
	`"location":"Main street shop","updated":"2026-03-19 22:13:51"}`

type smallThing struct {
	Status string `json:"status"`
	Type   string `json:"type"`
	ID     int64  `json:"id"`
	SKU    string `json:"sku"`
	Name   string `json:"name"`
	Price  string `json:"price"`
	OnHand int64  `json:"on_hand"`
	Active bool   `json:"active"`
}

// BenchmarkCaller_Do compares one small GET with the same by hand, against the same server. Allocations count both
// ends, since both run in this process.
func BenchmarkCaller_Do(b *testing.B) {
	srv := newSmallServer()
	defer srv.Close()
	ways := []struct {
		name string
		call func() (smallThing, error)
	}{
		{"by-hand", smallCallByHand(b, srv.URL)},
		{"shelfwire", smallCallByCaller(b, srv.URL)},
	}
	for _, way := range ways {
		b.Run(way.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				got, err := way.call()
				if err != nil || got.SKU != "TShirt.Blk.XL" {
					b.Fatal(got, err)
				}
			}
		})
	}
}

func newSmallServer() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, smallResponse)
	}))
}

func smallCallByCaller(b testing.TB, address string) func() (smallThing, error) {
	c := newCaller(b, shelfwire.Options{BaseURL: address})
	return func() (thing smallThing, err error) {
		err = c.Do(b.Context(), Request{Op: opRead, Path: []string{"things", "TShirt.Blk.XL"}}, func(body []byte) error {
			return json.Unmarshal(body, &thing)
		})
		return thing, err
	}
}

// smallCallByHand is what a careful program without this module does: the same headers, a status that is looked at, a body
// that is read and closed.
func smallCallByHand(b testing.TB, address string) func() (smallThing, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	b.Cleanup(transport.CloseIdleConnections)
	client := &http.Client{Transport: transport}
	return func() (thing smallThing, err error) {
		r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, address+"/things/TShirt.Blk.XL", http.NoBody)
		if err != nil {
			return thing, err
		}
		r.Header.Set("Accept", "application/json")
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("User-Agent", "myshop/1.4")
		r.Header.Set("X-Key", testKey)
		resp, err := client.Do(r)
		if err != nil {
			return thing, err
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return thing, err
		}
		if resp.StatusCode != http.StatusOK {
			return thing, fmt.Errorf("status %d: %s", resp.StatusCode, body)
		}
		return thing, json.Unmarshal(body, &thing)
	}
}

// The number of allocations is a promise too, and unlike the time it can be tested. Not parallel: it counts what
// the whole process does.
func TestCaller_Do_Allocations(t *testing.T) {
	const promised = 110
	srv := newSmallServer()
	defer srv.Close()
	call := smallCallByCaller(t, srv.URL)
	fewest := math.Inf(1) // what else is at work adds to it
	for range 3 {
		fewest = min(fewest, testing.AllocsPerRun(200, func() {
			if _, err := call(); err != nil {
				t.Error(err)
			}
		}))
	}
	assert.LessOrEqual(t, fewest, float64(promised))
}
