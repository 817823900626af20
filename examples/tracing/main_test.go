package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
	"github.com/shelfwire/shelfwire/virtpos"
	"github.com/shelfwire/shelfwire/virtpos/virtpostest"
)

// Resico reads by POST. The retry is a second request below the same call; the write has one.
func TestRun(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out))
	assert.Equal(t, `work
  resico.Products.Get attempt=1 outcome=unknown attempt=2
    HTTP POST 503
    HTTP POST 200
  resico.Customers.Create attempt=1
    HTTP PUT 200
`, out.String())
}

// A call that fails says so in its span, and ends the work.
func TestWork_fails(t *testing.T) {
	t.Parallel()
	server := resicotest.NewServer(t)
	server.AddProducts(resicotest.Product{Product: resico.Product{SKU: "BOWL-1"}})
	server.Fail(faults.Status(http.StatusBadRequest).On("Customers.Create"))
	spans, provider := recorder(t)
	err := work(t.Context(), provider.Tracer("test"), server.Client(traced(provider)))
	require.Error(t, err)
	span := find(t, spans.GetSpans(), "resico.Customers.Create")
	assert.Equal(t, codes.Error, span.Status.Code)
	assert.Equal(t, err.Error(), span.Status.Description)

	server.Fail(faults.Status(http.StatusServiceUnavailable).On("Products.List").Always())
	spans.Reset()
	require.Error(t, work(t.Context(), provider.Tracer("test"), server.Client(traced(provider))))
	assert.Equal(t, codes.Error, find(t, spans.GetSpans(), "resico.Products.Get").Status.Code)
	assert.Equal(t, 1, server.Calls("Customers.Create"), "nothing is written behind a failed read")
}

// The key of VirtualPOS can go in the query. It reaches the server, and no span has it.
func TestTraced_query(t *testing.T) {
	t.Parallel()
	server := virtpostest.NewServer(t)
	server.AddWarehouses(virtpostest.Warehouse{ID: 1, Name: "Shop 1"})
	spans, provider := recorder(t)
	client := server.Client(traced(provider)).WithKeyInQuery()
	_, err := client.Warehouses.List(t.Context(), virtpos.WarehouseQuery{})
	require.NoError(t, err)
	key := server.Credentials().APIKey.Reveal()
	require.Len(t, spans.GetSpans(), 1)
	for _, a := range spans.GetSpans()[0].Attributes {
		assert.NotContains(t, a.Value.String(), key)
		if a.Key == attribute.Key("url.full") {
			assert.NotContains(t, a.Value.AsString(), "?")
		}
	}
}

// Outside of a span there is nothing to add an attempt to.
func TestObserve_noSpan(t *testing.T) {
	t.Parallel()
	assert.NotPanics(t, func() { observe(t.Context(), shelfwire.Attempt{Provider: "resico", Op: "Products.Get", Number: 1}) })
}

func recorder(t *testing.T) (*tracetest.InMemoryExporter, *trace.TracerProvider) {
	t.Helper()
	spans := tracetest.NewInMemoryExporter()
	return spans, trace.NewTracerProvider(trace.WithSyncer(spans))
}

func find(t *testing.T, spans tracetest.SpanStubs, name string) tracetest.SpanStub {
	t.Helper()
	for _, span := range spans {
		if span.Name == name {
			return span
		}
	}
	require.Fail(t, "no such span", name)
	return tracetest.SpanStub{}
}
