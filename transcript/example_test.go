package transcript_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
	"github.com/shelfwire/shelfwire/shopinventory"
	"github.com/shelfwire/shelfwire/shopinventory/shopinventorytest"
	"github.com/shelfwire/shelfwire/transcript"
)

// bugReport is what a user has sent: a shop that says "not found" with an id that nobody expected. Its SKU is a
// pseudonym.
const bugReport = `{"log": {"version": "1.2", "creator": {"name": "shelfwire", "version": "0.1.0"}, "entries": [{
	"startedDateTime": "2026-03-20T10:42:00.007Z", "time": 250,
	"request": {"method": "GET", "url": "https://shopinventory.example/api/v2/inventory/sku/Xqzwk-40", "httpVersion": "HTTP/2.0",
		"cookies": [], "headers": [], "queryString": [], "headersSize": -1, "bodySize": 0},
	"response": {"status": 404, "statusText": "Not Found", "httpVersion": "HTTP/2.0", "cookies": [], "redirectURL": "",
		"headers": [{"name": "Content-Type", "value": "application/json"}], "headersSize": -1, "bodySize": -1,
		"content": {"size": 78, "mimeType": "application/json",
			"text": "{\"error\":{\"name\":\"resource_not_found\",\"message\":\"xvbnm xkjhg\",\"details\":null}}"}},
	"cache": {}, "timings": {"send": 0, "wait": 250, "receive": 0}
}], "_pseudonyms": ["Xqzwk"]}}`

// A bug report becomes a test: the client gets what the user's client got.
func ExampleReplay() {
	replay, err := transcript.NewReplay(strings.NewReader(bugReport), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	client, err := shopinventory.New("https://shop.example.com",
		shopinventory.Credentials{APIKey: shelfwire.NewSecret("any-key"), APISecret: shelfwire.NewSecret("any-secret")},
		&shelfwire.Options{HTTPClient: &http.Client{Transport: replay}})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Inventory.Get(context.Background(), shopinventory.BySKU("Xqzwk-40"))
	fmt.Println("not found:", errors.Is(err, shelfwire.ErrNotFound))
	fmt.Println("all served:", replay.Done() == nil)
	// Output:
	// not found: true
	// all served: true
}

// restock is a part of a shop: it sets the stock of a shirt and returns what the shop says of it.
func restock(client *shopinventory.Client) (string, error) {
	item, err := client.Inventory.Update(context.Background(), shopinventory.BySKU("TShirt.Blk.XL"),
		shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(20)})
	return fmt.Sprint(item.SKU, ": ", item.OnHand), err
}

// A shop records its calls once, and tests its own code with the recording from then on. The recording holds pseudonyms,
// and the code under test still uses its own words.
func ExampleHAR() {
	srv := shopinventorytest.New() // in a recording of a real day: the real service
	defer srv.Close()
	srv.AddItems(shopinventorytest.Item{Item: shopinventory.Item{
		ID: 10002, SKU: "TShirt.Blk.XL", InventoryEnabled: shelfwire.Set(true),
	}})
	var file bytes.Buffer
	har := transcript.NewHAR(&file, nil)
	fmt.Println(restock(srv.Client(&shelfwire.Options{Transcript: har.Record})))
	fmt.Println("closed:", har.Close() == nil)
	fmt.Println("the SKU is in the file:", strings.Contains(file.String(), "TShirt"))

	replay, err := transcript.NewReplay(&file, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(restock(srv.Client(&shelfwire.Options{HTTPClient: &http.Client{Transport: replay}})))
	fmt.Println("requests of the server:", srv.Calls())
	// Output:
	// TShirt.Blk.XL: 20 <nil>
	// closed: true
	// the SKU is in the file: false
	// TShirt.Blk.XL: 20 <nil>
	// requests of the server: 1
}

// The shape of a balance: locations are data, and fold into one line.
func ExampleShape() {
	srv := resicotest.New()
	defer srv.Close()
	srv.AddProducts(resicotest.Product{Product: resico.Product{SKU: "dog_food_12", Balance: resico.Balance{
		Locations: map[string]shelfwire.Decimal{"Ozolu veikals": shelfwire.MustDecimal("24"), "NOL": shelfwire.MustDecimal("0")},
	}}})
	shape := transcript.NewShape()
	client := srv.Client(&shelfwire.Options{Transcript: shape.Record})
	if _, err := client.Products.Balance(context.Background(), "dog_food_12"); err != nil {
		fmt.Println(err)
	}
	_, _ = shape.WriteTo(os.Stdout)
	// Output:
	// resico Products.Balance: GET /json/v1/products/{text}/balance
	//   1 × (ok 1 ×)
	//   request, 1 ×
	//     Accept: application/json
	//     Content-Type: application/json
	//     User-Agent
	//     X-Client-Code
	//     X-Client-Key
	//   response 200, 1 ×
	//     Content-Length
	//     Content-Type: application/json
	//     Date
	//     body (JSON 1 ×): object
	//       ProductsBalance: object
	//         data: list of 1
	//           - object
	//             Balance: object
	//               * [2]: number of 1..2 digits
	//               Totals: number of 2 digits
	//             BalanceDetailed: object
	//               * [2]: object
	//                 balance: number of 1..2 digits
	//                 balance_updated: empty text
	//                 expected: number of 1..2 digits
	//                 location_id: number of 1 digit
	//                 location_name: text of 9..29
	//                 po: number of 1 digit
	//                 purchase: number of 1 digit
	//                 raw_total_balance: number of 1..2 digits
	//                 reserved: number of 1 digit
	//                 reservedAJ: number of 1 digit
	//                 reservedOF: number of 1 digit
	//                 reservedPP: number of 1 digit
	//                 reservedTJ: number of 1 digit
	//               Totals: object
	//                 balance: number of 2 digits
	//                 expected: number of 2 digits
	//                 purchase: number of 1 digit
	//                 reserved: number of 1 digit
	//                 reservedAJ: number of 1 digit
	//                 reservedOF: number of 1 digit
	//                 reservedPP: number of 1 digit
	//                 reservedTJ: number of 1 digit
	//             SKU: text of 11
	//       fields: object
	//         SKU: text of 11
	//       status: text of 2
	//       time: date and time with zone
	//       type: text of 15
}
