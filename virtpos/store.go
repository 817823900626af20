package virtpos

import (
	"context"
	"net/http"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

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
	service
	locks *warehouseLocks // the replacements that are in progress
}

// callAction makes a call with a small response, and calls read when the response says success.
func (s *StoreService) callAction(ctx context.Context, op call.Op, action string, p params, read func(*tree) error) error {
	return s.caller.Do(ctx, s.withKey(op, []string{"store", action}, p), func(body []byte) error {
		return decodeResponse(body, op, s.redact, read)
	})
}
