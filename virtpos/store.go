package virtpos

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/google/go-querystring/query"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var opItems = call.Op{Name: "Store.Items", Method: http.MethodPost, Effect: shelfwire.EffectRead}

// StoreService reads and writes stock.
type StoreService struct {
	caller *call.Caller
	sign   func(call.Op, []string, params) call.Request
}

// params are the parameters of a call: those that the guide marks as "get only", and the others.
type params struct{ getOnly, free url.Values }

// signer puts the key on a call. It stays in a closure, out of reach of everything that prints structures.
func signer(cred Credentials) func(call.Op, []string, params) call.Request {
	return func(op call.Op, path []string, p params) call.Request {
		p.free.Set("apikey", cred.APIKey)
		if !cred.KeyInQuery {
			return call.Request{Op: op, Path: path, Query: p.getOnly, Body: p.free}
		}
		op.Method = http.MethodGet
		for name := range p.free {
			p.getOnly.Set(name, p.free.Get(name))
		}
		return call.Request{Op: op, Path: path, Query: p.getOnly}
	}
}

// authorized leaves a request as it is: the key is among its parameters.
func authorized(context.Context, *http.Request) error { return nil }

// Items reads stock row by row, while the reply arrives: POST /store. All that the query asks for comes in one reply, of
// any length, and memory does not grow with it; Options.MaxResponseBytes bounds a single item.
//
// Rows are good only when the loop ends without an error. A reply that breaks off yields the rows before the break, and
// then an error that says where it broke: the call is not repeated then, since rows have been delivered; before the first
// row it is. A reply that is no stock matches shelfwire.ErrMalformed, an item that is too large shelfwire.ErrTooLarge.
// The time that the loop's body takes counts for no time-out, but the server may close a connection that is not read from.
func (s *StoreService) Items(ctx context.Context, q StoreQuery) iter.Seq2[StockRow, error] {
	return func(yield func(StockRow, error) bool) {
		left := false
		err := s.stream(ctx, q, func(body *call.Body) error {
			return readStock(body, body.ItemDone, stockSink{
				warehouse: func(int64, string) {},
				row: func(row StockRow) bool {
					body.Commit()
					left = !yield(row, nil)
					return !left
				},
			})
		})
		if err != nil && !left {
			yield(StockRow{}, err)
		}
	}
}

// Get reads stock like [StoreService.Items] and returns all of it, warehouse by warehouse, the empty ones too. Nothing
// is delivered before the whole reply has come, so it is repeated also when it breaks off.
func (s *StoreService) Get(ctx context.Context, q StoreQuery) (Stock, error) {
	var stock Stock
	err := s.stream(ctx, q, func(body *call.Body) error {
		stock = Stock{}
		return readStock(body, body.ItemDone, stockSink{
			warehouse: func(id int64, name string) {
				stock.Warehouses = append(stock.Warehouses, WarehouseStock{ID: id, Name: name})
			},
			row: func(row StockRow) bool {
				last := &stock.Warehouses[len(stock.Warehouses)-1]
				last.Rows = append(last.Rows, row)
				return true
			},
		})
	})
	if err != nil {
		return Stock{}, err
	}
	return stock, nil
}

func (s *StoreService) stream(ctx context.Context, q StoreQuery, read func(*call.Body) error) error {
	var problems check.Problems
	if q.check(&problems); problems.Err() != nil {
		return s.caller.Invalid(opItems, problems.Err())
	}
	getOnly, err := query.Values(q.params())
	if err != nil {
		return s.caller.Invalid(opItems, err)
	}
	p := params{getOnly: getOnly, free: url.Values{}}
	if fields := q.fields(); fields != "" {
		p.free.Set("fields", fields)
	}
	return s.caller.Stream(ctx, s.sign(opItems, []string{"store"}, p), read)
}
