package metrics

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func text(t *testing.T, write func(*Text)) string {
	t.Helper()
	var collected Text
	write(&collected)
	var out strings.Builder
	_, err := collected.WriteTo(&out)
	require.NoError(t, err)
	return out.String()
}

func TestCalls_Write(t *testing.T) {
	t.Parallel()
	var calls Calls
	refused := &shelfwire.Error{Outcome: shelfwire.OutcomeRejected, StatusCode: 422}
	notSent := &shelfwire.Error{Outcome: shelfwire.OutcomeNotSent}
	for _, a := range []shelfwire.Attempt{
		{Provider: "resico", Op: "Invoices.Create", Number: 1, StatusCode: 200, Duration: 4 * time.Millisecond},
		{Provider: "resico", Op: "Invoices.Create", Number: 1, StatusCode: 422, Duration: 5 * time.Millisecond, Err: refused},
		{Provider: "resico", Op: "Customers.Create", Number: 1, Err: notSent, Waited: 300 * time.Millisecond},
		{
			Provider: "resico", Op: "Customers.Create", Number: 2, StatusCode: 200, Duration: 31 * time.Second,
			Waited: 200 * time.Millisecond,
		},
		{Provider: "erpxt", Op: "Products.List", Number: 1, StatusCode: 502, Duration: time.Second, Err: errors.New("x")},
	} {
		calls.Observe(t.Context(), a)
	}
	got := text(t, calls.Write)
	want := `# HELP eshop_provider_attempts_total HTTP requests to providers, repeated ones included, by what came of them.
# TYPE eshop_provider_attempts_total counter
eshop_provider_attempts_total{provider="erpxt",operation="Products.List",outcome="unknown",status="502"} 1
eshop_provider_attempts_total{provider="resico",operation="Customers.Create",outcome="not_sent",status="none"} 1
eshop_provider_attempts_total{provider="resico",operation="Customers.Create",outcome="ok",status="200"} 1
eshop_provider_attempts_total{provider="resico",operation="Invoices.Create",outcome="ok",status="200"} 1
eshop_provider_attempts_total{provider="resico",operation="Invoices.Create",outcome="rejected",status="422"} 1
# HELP eshop_provider_retries_total Requests that repeated an earlier one.
# TYPE eshop_provider_retries_total counter
eshop_provider_retries_total{provider="erpxt",operation="Products.List"} 0
eshop_provider_retries_total{provider="resico",operation="Customers.Create"} 1
eshop_provider_retries_total{provider="resico",operation="Invoices.Create"} 0
# HELP eshop_provider_limiter_wait_seconds_total Time for which requests waited for the limiter.
# TYPE eshop_provider_limiter_wait_seconds_total counter
eshop_provider_limiter_wait_seconds_total{provider="erpxt"} 0
eshop_provider_limiter_wait_seconds_total{provider="resico"} 0.5
# HELP eshop_provider_duration_seconds Time from sending a request to the end of the response.
# TYPE eshop_provider_duration_seconds histogram
`
	require.True(t, strings.HasPrefix(got, want), got)
	customers := `{provider="resico",operation="Customers.Create"`
	for _, line := range []string{
		"_bucket" + customers + `,le="0.005"} 1`, "_bucket" + customers + `,le="30"} 1`,
		"_bucket" + customers + `,le="+Inf"} 2`, "_sum" + customers + "} 31", "_count" + customers + "} 2",
		`_bucket{provider="erpxt",operation="Products.List",le="0.5"} 0`,
		`_bucket{provider="erpxt",operation="Products.List",le="1"} 1`,
		`_bucket{provider="resico",operation="Invoices.Create",le="0.005"} 2`, // a bound belongs to its bucket
		`_sum{provider="resico",operation="Invoices.Create"} 0.009`,
	} {
		assert.Contains(t, got, "eshop_provider_duration_seconds"+line+"\n")
	}
	assert.Len(t, strings.Split(strings.TrimPrefix(got, want), "\n"), 3*(len(bounds)+3)+1)
}

func TestCalls_Write_nothing(t *testing.T) {
	t.Parallel()
	var calls Calls
	got := text(t, calls.Write)
	assert.Equal(t, 8, strings.Count(got, "\n"), "four families without samples:\n%s", got)
}

func TestText_escapes(t *testing.T) {
	t.Parallel()
	got := text(t, func(text *Text) {
		text.Family("a", Gauge, "A \\ and\na \"line\".")
		text.Int(-3, Label{"b", "x\\y\n\"z\" {,}"}, Label{"c", "Ķīpsala"})
		text.Int(7)
		text.Seconds(1500*time.Millisecond, Label{"d", ""})
	})
	assert.Equal(t, `# HELP a A \\ and\na "line".
# TYPE a gauge
a{b="x\\y\n\"z\" {,}",c="Ķīpsala"} -3
a 7
a{d=""} 1.5
`, got)
}

func TestCalls_concurrent(t *testing.T) {
	t.Parallel()
	var calls Calls
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				calls.Observe(t.Context(), shelfwire.Attempt{Provider: "resico", Op: "Products.List", Number: 2, StatusCode: 200})
				calls.Write(&Text{})
			}
		})
	}
	wg.Wait()
	got := text(t, calls.Write)
	assert.Contains(t, got, `retries_total{provider="resico",operation="Products.List"} 400`)
}

// Each piece of work counts its own calls.
func TestCounted(t *testing.T) {
	t.Parallel()
	var calls Calls
	first, a := Counted(t.Context())
	second, b := Counted(t.Context())
	calls.Observe(first, shelfwire.Attempt{Provider: "resico"})
	calls.Observe(first, shelfwire.Attempt{Provider: "resico", Err: errors.New("x")})
	calls.Observe(second, shelfwire.Attempt{Provider: "erpxt"})
	calls.Observe(t.Context(), shelfwire.Attempt{Provider: "erpxt"})
	all, failed := a.Attempts()
	assert.Equal(t, [2]int{2, 1}, [2]int{all, failed})
	all, failed = b.Attempts()
	assert.Equal(t, [2]int{1, 0}, [2]int{all, failed})
	assert.WithinDuration(t, time.Now(), calls.Last(), time.Minute)
	assert.True(t, new(Calls).Last().IsZero())
}
