package shelfwire_test

import (
	"context"
	"encoding/json"
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

// The arithmetic is that of github.com/shopspring/decimal. Rounding is yours to decide.
func ExampleDecimal_arithmetic() {
	price := shelfwire.MustDecimal("12.35")
	quantity := shelfwire.NewDecimal(3)
	net := shelfwire.Decimal{Decimal: price.Mul(quantity.Decimal)}
	vat := shelfwire.Decimal{Decimal: net.Mul(shelfwire.MustDecimal("0.21").Decimal).Round(2)}
	fmt.Println(net, vat, net.Add(vat.Decimal))
	// Output: 37.05 7.78 44.83
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
