package virtpos

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// slowFirstByte is how long the server may take over a whole stock before its response begins.
const slowFirstByte = 10 * time.Minute

// The operations of the store. opReplace stands for the whole cycle of ReplaceOnHand when its input is
// rejected.
var (
	opList = call.Op{
		Name: "Store.List", Method: http.MethodPost, Effect: shelfwire.EffectRead, FirstByteTimeout: slowFirstByte,
	}
	opUpdateOnHand  = call.Op{Name: "Store.UpdateOnHand", Method: http.MethodPost, Effect: shelfwire.EffectIdempotent}
	opOnHandVersion = call.Op{Name: "Store.OnHandVersion", Method: http.MethodPost, Effect: shelfwire.EffectRead}
	opZeroOutdated  = call.Op{
		Name: "Store.ZeroOutdated", Method: http.MethodPost, Effect: shelfwire.EffectWrite, FirstByteTimeout: slowFirstByte,
	}
	opReplace = call.Op{Name: "Store.ReplaceOnHand", Method: http.MethodPost, Effect: shelfwire.EffectWrite}
)

// StoreService reads and writes stock: the vendor's guide "API :: Store. Получение данных об остатках товара",
// https://wiki.virtualpos.ru/doc:dev:api:store. It is safe for concurrent use.
type StoreService struct {
	caller  *call.Caller
	withKey func(call.Op, []string, params) call.Request
	redact  redactor

	locks *warehouseLocks // the replacements that are in progress
}

// params are the parameters of a call: those that the guide marks as "get only", and the others.
type params struct{ queryOnly, queryOrBody url.Values }

// withKeyInBody returns a builder of requests that carry the key in the body.
func withKeyInBody(cred Credentials) func(call.Op, []string, params) call.Request {
	return func(op call.Op, path []string, p params) call.Request {
		p.queryOrBody.Set("apikey", cred.APIKey.Reveal())
		return call.Request{Op: op, Path: path, Query: p.queryOnly, Body: p.queryOrBody}
	}
}

// withKeyInQuery returns a builder of GET requests that carry everything in the query, including the key.
func withKeyInQuery(cred Credentials) func(call.Op, []string, params) call.Request {
	return func(op call.Op, path []string, p params) call.Request {
		p.queryOrBody.Set("apikey", cred.APIKey.Reveal())
		op.Method = http.MethodGet
		for name := range p.queryOrBody {
			p.queryOnly.Set(name, p.queryOrBody.Get(name))
		}
		return call.Request{Op: op, Path: path, Query: p.queryOnly}
	}
}

// skipAuthorization leaves a request as it is: the key is among its parameters.
func skipAuthorization(context.Context, *http.Request) error { return nil }

// callAction makes a call with a small response, and calls read when the response says success.
func (s *StoreService) callAction(ctx context.Context, op call.Op, action string, p params, read func(*tree) error) error {
	return s.caller.Do(ctx, s.withKey(op, []string{"store", action}, p), func(body []byte) error {
		return decodeResponse(body, op, s.redact, read)
	})
}

// formatXML returns the parameter that asks for XML.
func formatXML() url.Values { return url.Values{"format": {string(FormatXML)}} }
