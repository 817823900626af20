package shelfwire_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

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
		fmt.Errorf("order 7: %w", &shelfwire.Error{StatusCode: 422, Outcome: shelfwire.OutcomeRejected}),
		fmt.Errorf("order 8: %w", &shelfwire.Error{StatusCode: 502, Outcome: shelfwire.OutcomeUnknown}),
	} {
		switch shelfwire.OutcomeOf(err) {
		case shelfwire.OutcomeApplied:
			fmt.Println("done")
		case shelfwire.OutcomeNotSent, shelfwire.OutcomeRejected:
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
		Outcome:    shelfwire.OutcomeRejected,
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
