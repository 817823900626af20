// Command tracing shows the calls of a client as OpenTelemetry spans: one for the work, below it one for each call of
// the client, and below that one for each HTTP request, so that a retry can be seen.
//
//	go run -C examples ./tracing
//
// asks a fake Resico that is out of order once, and prints the spans. A program of your own gives the provider an
// exporter for its collector instead, such as otlptracehttp; the rest stays as it is.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	oteltrace "go.opentelemetry.io/otel/trace"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/faults"
	"github.com/shelfwire/shelfwire/resico"
	"github.com/shelfwire/shelfwire/resico/resicotest"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	fake := resicotest.New()
	defer fake.Close()
	fake.AddProducts(resicotest.Product{Product: resico.Product{SKU: "BOWL-1", Name: "Clay bowl"}})
	fake.Fail(faults.Status(http.StatusServiceUnavailable).On("Products.List"))

	spans := tracetest.NewInMemoryExporter()
	provider := trace.NewTracerProvider(trace.WithSyncer(spans))
	client := fake.Client(traced(provider))
	err := work(ctx, provider.Tracer("example"), client)
	printSpans(out, spans.GetSpans())
	return err
}

// traced returns options for any of the clients: otelhttp makes a span of each request.
func traced(provider oteltrace.TracerProvider) *shelfwire.Options {
	transport := hideQuery(otelhttp.NewTransport(restoreQuery(http.DefaultTransport),
		otelhttp.WithTracerProvider(provider),
		otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string { return "HTTP " + r.Method })))
	return &shelfwire.Options{HTTPClient: &http.Client{Transport: transport}, Observe: observe}
}

// roundTrip is an http.RoundTripper.
type roundTrip func(*http.Request) (*http.Response, error)

// RoundTrip sends a request.
func (send roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return send(r) }

type queryKey struct{}

// hideQuery takes the query out of the URL before otelhttp writes it into the attribute url.full: it can hold a key, and
// data of customers. restoreQuery puts it back behind otelhttp.
func hideQuery(next http.RoundTripper) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		hidden := r.Clone(context.WithValue(r.Context(), queryKey{}, r.URL.RawQuery))
		hidden.URL.RawQuery = ""
		return next.RoundTrip(hidden)
	}
}

// restoreQuery puts the query back into the URL.
func restoreQuery(next http.RoundTripper) roundTrip {
	return func(r *http.Request) (*http.Response, error) {
		whole := r.Clone(r.Context())
		whole.URL.RawQuery, _ = r.Context().Value(queryKey{}).(string)
		return next.RoundTrip(whole)
	}
}

// observe adds to the span of the call what only the client knows about each attempt.
func observe(ctx context.Context, a shelfwire.Attempt) {
	attributes := []attribute.KeyValue{
		attribute.String("shelfwire.operation", a.Provider+"."+a.Op), attribute.Int("shelfwire.attempt", a.Number),
	}
	if a.Err != nil {
		attributes = append(attributes, attribute.String("shelfwire.outcome", shelfwire.OutcomeOf(a.Err).String()))
	}
	oteltrace.SpanFromContext(ctx).AddEvent("attempt", oteltrace.WithAttributes(attributes...))
}

// work reads a product and places a customer, each in a span of its own.
func work(ctx context.Context, tracer oteltrace.Tracer, client *resico.Client) error {
	ctx, span := tracer.Start(ctx, "work")
	defer span.End()
	_, err := call(ctx, tracer, "resico.Products.Get", func(ctx context.Context) (resico.Product, error) {
		return client.Products.Get(ctx, "BOWL-1")
	})
	if err != nil {
		return err
	}
	_, err = call(ctx, tracer, "resico.Customers.Create", func(ctx context.Context) (resico.Customer, error) {
		return client.Customers.Create(ctx, resico.NewCustomer{Code: "C-5", Name: "Buyer", Email: "buyer@example.com"})
	})
	return err
}

// call makes a call within a span. Errors of the clients hold no keys, so they may become its status.
func call[T any](
	ctx context.Context, tracer oteltrace.Tracer, name string, do func(context.Context) (T, error),
) (T, error) {
	ctx, span := tracer.Start(ctx, name, oteltrace.WithSpanKind(oteltrace.SpanKindClient))
	defer span.End()
	result, err := do(ctx)
	if err != nil {
		span.SetStatus(codes.Error, err.Error())
	}
	return result, err
}

// printSpans prints a tree, in the order in which the spans began.
func printSpans(out io.Writer, spans tracetest.SpanStubs) {
	var below func(parent oteltrace.SpanID, indent int)
	below = func(parent oteltrace.SpanID, indent int) {
		for _, s := range spans {
			if s.Parent.SpanID() != parent {
				continue
			}
			_, _ = fmt.Fprintf(out, "%s%s%s\n", strings.Repeat("  ", indent), s.Name, describe(s))
			below(s.SpanContext.SpanID(), indent+1)
		}
	}
	below(oteltrace.SpanID{}, 0)
}

// describe says what a span holds: the status of the response, or the attempts of the call.
func describe(s tracetest.SpanStub) string {
	var text strings.Builder
	for _, a := range s.Attributes {
		if a.Key == "http.response.status_code" {
			fmt.Fprintf(&text, " %d", a.Value.AsInt64())
		}
	}
	for _, event := range s.Events {
		for _, a := range event.Attributes {
			if a.Key == "shelfwire.attempt" || a.Key == "shelfwire.outcome" {
				fmt.Fprintf(&text, " %s=%s", strings.TrimPrefix(string(a.Key), "shelfwire."), a.Value.String())
			}
		}
	}
	return text.String()
}
