package shelfwire_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"time"

	"github.com/google/go-querystring/query"

	"github.com/shelfwire/shelfwire"
)

// An update holds what is to change, what is to be cleared, and nothing else.
func ExampleOpt() {
	type update struct {
		Name  shelfwire.Opt[string]            `json:"name,omitzero"`
		Email shelfwire.Opt[string]            `json:"email,omitzero"`
		Limit shelfwire.Opt[shelfwire.Decimal] `json:"limit,omitzero"`
	}
	body, _ := json.Marshal(update{
		Email: shelfwire.Null[string](),
		Limit: shelfwire.Set(shelfwire.MustDecimal("0")),
	})
	fmt.Println(string(body))
	// Output: {"email":null,"limit":0}
}

func ExampleOpt_Get() {
	var row struct {
		Stock shelfwire.Opt[int] `json:"stock"`
	}
	for _, reply := range []string{`{"stock": 0}`, `{"stock": null}`, `{}`} {
		row.Stock = shelfwire.Opt[int]{}
		if err := json.Unmarshal([]byte(reply), &row); err != nil {
			fmt.Println(err)
		}
		stock, ok := row.Stock.Get()
		fmt.Println(row.Stock, stock, ok)
	}
	// Output:
	// 0 0 true
	// null 0 false
	// absent 0 false
}

func ExampleOpt_EncodeValues() {
	values, _ := query.Values(struct {
		From  shelfwire.Opt[shelfwire.Date] `url:"from"`
		Until shelfwire.Opt[shelfwire.Date] `url:"until"`
		Shop  shelfwire.Opt[string]         `url:"shop"`
	}{
		From: shelfwire.Set(shelfwire.Date{Year: 2026, Month: time.March, Day: 20}),
		Shop: shelfwire.Null[string](),
	})
	fmt.Println(values.Encode())
	// Output: from=2026-03-20&shop=
}

// A column that may be NULL. database/sql and pgx call Value for an argument, and Scan for a variable of a row.
func ExampleOpt_Scan() {
	var price shelfwire.Opt[shelfwire.Decimal]
	for _, column := range []any{"12.50", nil} {
		if err := price.Scan(column); err != nil {
			fmt.Println(err)
		}
		argument, err := price.Value()
		fmt.Println(price, argument, err)
	}

	// NUMERIC columns of SQLite hold floating-point numbers. What such a column has rounded is not taken for exact.
	fmt.Println(price.Scan(12.5), price)
	fmt.Println(price.Scan(1234567890.1234567))
	// Output:
	// 12.50 12.50 <nil>
	// absent <nil> <nil>
	// <nil> 12.5
	// 1.2345678901234567e+09 has more than 15 significant digits, so its column has rounded it; use a TEXT column
}

// An element that is null, one with a value, and one that is absent.
func ExampleOpt_MarshalXML() {
	type product struct {
		XMLName xml.Name                         `xml:"product"`
		Name    shelfwire.Opt[string]            `xml:"name"`
		Price   shelfwire.Opt[shelfwire.Decimal] `xml:"price"`
		Due     shelfwire.Opt[shelfwire.Date]    `xml:"due"`
	}
	document, err := xml.MarshalIndent(product{
		Name:  shelfwire.Null[string](),
		Price: shelfwire.Set(shelfwire.MustDecimal("12.50")),
	}, "", "  ")
	fmt.Println(string(document), err)
	// Output:
	// <product>
	//   <name xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"></name>
	//   <price>12.50</price>
	// </product> <nil>
}
