package once_test

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/once"
)

// The response to a write is lost. Do parks it, and makes no second call until a person has looked.
func ExampleDo() {
	ctx, store := context.Background(), once.NewMemory()
	key := once.Key{Name: "invoice of order 17", Request: map[string]string{"CustomerCode": "C-5"}}
	calls := 0
	create := func(context.Context) (int64, error) { // such as client.Invoices.Create
		calls++
		return 0, &shelfwire.Error{Provider: "resico", Op: "Invoices.Create", Outcome: shelfwire.OutcomeUnknown}
	}
	for range 2 {
		_, err := once.Do(ctx, store, key, create)
		fmt.Println(shelfwire.OutcomeOf(err), calls)
	}
	parked, _ := store.Records(ctx, once.Parked)
	fmt.Println(parked[0].Name)

	// The person has found invoice 365.
	_ = store.Finish(ctx, parked[0].Name, parked[0].Attempt, json.RawMessage("365"))
	id, err := once.Do(ctx, store, key, create)
	fmt.Println(id, err, calls)
	// Output:
	// unknown 1
	// unknown 1
	// invoice of order 17
	// 365 <nil> 1
}
