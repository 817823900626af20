package resico_test

import (
	"context"
	"fmt"
	"net/http"

	"github.com/jarcoal/httpmock"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
)

// The provider can be mocked with httpmock, one transport for each client: the global activation of httpmock would mock
// every client of the process, and tests could not run in parallel. Package resicotest has a whole provider instead.
func ExampleNew_httpmock() {
	mock := httpmock.NewMockTransport()
	mock.RegisterResponder(http.MethodGet, resico.BaseURL+"/products/dog_food_12/balance",
		httpmock.NewStringResponder(http.StatusOK, `{
			"status": "ok", "time": "2026-03-20T10:39:31+02:00", "type": "ProductsBalance",
			"ProductsBalance": {"data": [{"SKU": "dog_food_12", "Balance": {"NOL": 0, "Location 1": 24, "LOC2": "?"}}]}
		}`))

	client, err := resico.New(
		resico.Credentials{ClientCode: shelfwire.NewSecret("code"), ClientKey: shelfwire.NewSecret("key")},
		&shelfwire.Options{HTTPClient: &http.Client{Transport: mock}, Limiter: shelfwire.Unlimited},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	balance, err := client.Products.Balance(context.Background(), "dog_food_12")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, code := range []string{"Location 1", "LOC2", "NOL"} {
		if quantity, ok := balance.Balance.At(code); ok {
			fmt.Println(code, quantity)
		}
	}
	fmt.Println("unread:", balance.Unread)
	fmt.Println("calls:", mock.GetTotalCallCount())
	// Output:
	// Location 1 24
	// NOL 0
	// unread: [{Balance.LOC2 "?"}]
	// calls: 1
}
