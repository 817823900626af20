package shelfwire_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"time"

	"github.com/google/go-querystring/query"

	"github.com/shelfwire/shelfwire"
)

// What comes over the wire goes back over the wire as it was, scale included.
func ExampleDecimal() {
	var row struct {
		Price    shelfwire.Decimal `json:"price"`
		Quantity shelfwire.Decimal `json:"quantity"`
	}
	if err := json.Unmarshal([]byte(`{"price": 0.10, "quantity": "2.000"}`), &row); err != nil {
		fmt.Println(err)
		return
	}
	again, _ := json.Marshal(row)
	fmt.Println(string(again))
	// Output: {"price":0.10,"quantity":2.000}
}

// A price with VAT of 21 %. Products are exact, and rounding is yours to decide.
func ExampleDecimal_arithmetic() {
	price := shelfwire.MustDecimal("12.35")
	percent, hundred := shelfwire.NewDecimal(21), shelfwire.NewDecimal(100)

	net := price.Mul(shelfwire.NewDecimal(3))
	vat := net.Mul(percent).DivRound(hundred, 2)
	fmt.Println(net, vat, net.Add(vat))

	gross := shelfwire.MustDecimal("44.83")
	fmt.Println(gross.Mul(hundred).DivRound(hundred.Add(percent), 2))
	// Output:
	// 37.05 7.78 44.83
	// 37.05
}

func ExampleDecimal_Round() {
	for _, text := range []string{"2.345", "-2.345", "2.5"} {
		fmt.Println(shelfwire.MustDecimal(text).Round(2))
	}
	// Output:
	// 2.35
	// -2.35
	// 2.50
}

func ExampleSum() {
	lines := []shelfwire.Decimal{shelfwire.MustDecimal("19.99"), shelfwire.MustDecimal("5"), shelfwire.MustDecimal("0.5")}
	fmt.Println(shelfwire.Sum(lines...))
	// Output: 25.49
}

// A number that was not given is not zero.
func ExampleDecimal_IsSet() {
	var missing shelfwire.Decimal
	fmt.Println(missing.IsSet(), shelfwire.MustDecimal("0").IsSet())
	// Output: false true
}

func ExampleParseDecimal() {
	for _, text := range []string{"12.50", ".5", "1e3", "NaN", "1,5"} {
		if d, err := shelfwire.ParseDecimal(text); err == nil {
			fmt.Println(d)
		} else {
			fmt.Println("not a number:", text)
		}
	}
	// Output:
	// 12.50
	// 0.5
	// 1000
	// not a number: NaN
	// not a number: 1,5
}

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

func ExampleDate() {
	var invoice struct {
		Issued shelfwire.Date
		Due    shelfwire.Date
	}
	reply := `{"Issued": "2026-03-20 10:30:28", "Due": "0000-00-00"}`
	if err := json.Unmarshal([]byte(reply), &invoice); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(invoice.Issued, invoice.Due.IsZero())
	// Output: 2026-03-20 true
}

func ExampleDate_In() {
	day, err := shelfwire.ParseDate("2026-03-20")
	if err != nil {
		fmt.Println(err)
		return
	}
	riga := time.FixedZone("EET", 2*60*60)
	fmt.Println(day.In(riga).Format(time.RFC3339))
	// Output: 2026-03-20T00:00:00+02:00
}

// One limiter for several clients keeps what the provider allows them together.
func ExampleLimit() {
	limiter := shelfwire.Limit(
		shelfwire.Rate{Calls: 3, Per: time.Minute},
		shelfwire.Rate{Calls: 1000, Per: 24 * time.Hour},
	)
	options := &shelfwire.Options{Limiter: limiter}

	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for range 4 {
		err := options.Limiter.Wait(ctx)
		fmt.Println(err == nil, errors.Is(err, context.DeadlineExceeded))
	}
	// Output:
	// true false
	// true false
	// true false
	// false true
}

// After a write that failed, its outcome decides what to do next.
func ExampleOutcomeOf() {
	for _, err := range []error{
		nil,
		&shelfwire.FieldError{Field: "SKU", Problem: "is missing"},
		fmt.Errorf("order 7: %w", &shelfwire.Error{StatusCode: 422, Outcome: shelfwire.OutcomeRefused}),
		fmt.Errorf("order 8: %w", &shelfwire.Error{StatusCode: 502, Outcome: shelfwire.OutcomeUnknown}),
	} {
		switch shelfwire.OutcomeOf(err) {
		case shelfwire.OutcomeApplied:
			fmt.Println("done")
		case shelfwire.OutcomeNotSent, shelfwire.OutcomeRefused:
			fmt.Println("correct it and send it again")
		default:
			fmt.Println("look before you send it again")
		}
	}
	// Output:
	// done
	// correct it and send it again
	// correct it and send it again
	// look before you send it again
}

func ExampleError() {
	err := fmt.Errorf("order 7: %w", &shelfwire.Error{
		Provider:   "resico",
		Op:         "Invoices.AddLine",
		Effect:     shelfwire.EffectWrite,
		StatusCode: 429,
		RetryAfter: 5 * time.Minute,
		Attempts:   1,
		Outcome:    shelfwire.OutcomeRefused,
		Err:        shelfwire.ErrRateLimited,
	})
	fmt.Println(err)
	fmt.Println(errors.Is(err, shelfwire.ErrRateLimited), errors.Is(err, shelfwire.ErrNotFound))
	if e, ok := errors.AsType[*shelfwire.Error](err); ok {
		fmt.Println(e.Op, e.StatusCode, e.RetryAfter)
	}
	// Output:
	// order 7: resico: Invoices.AddLine: 429 Too Many Requests: rate limited
	// true false
	// Invoices.AddLine 429 5m0s
}

func ExampleFieldError() {
	err := error(&shelfwire.FieldError{Field: "Lines[2].Quantity", Problem: "must be above zero"})
	if field, ok := errors.AsType[*shelfwire.FieldError](err); ok {
		fmt.Println(field.Field, "–", field.Problem)
	}
	fmt.Println(errors.Is(err, shelfwire.ErrInvalid))
	// Output:
	// Lines[2].Quantity – must be above zero
	// true
}
