package shopinventory_test

import (
	"context"
	"net/http"
	"path"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// A shop that rejects the key is asked once, however many changes there are.
func TestInventoryService_UpdateAll_StopsAtARejectedKey(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden} {
		s := newShop(response{status: status})
		read := 0
		list := func(yield func(shopinventory.ItemRef, shopinventory.ItemUpdate) bool) {
			for i := range 1000 {
				read++
				if !yield(sku(i), shopinventory.ItemUpdate{OnHand: shopinventory.SetOnHand(1)}) {
					return
				}
			}
		}
		results := slices.Collect(s.client(t).Inventory.UpdateAll(t.Context(), list, shopinventory.UpdateAllOptions{Workers: 8}))
		assert.Equal(t, "rejected, not sent", outcomes(results))
		require.ErrorIs(t, results[1].Err, shelfwire.ErrIncomplete)
		require.ErrorContains(t, results[1].Err, "the shop has rejected the key")
		assert.Len(t, s.calls(), 1)
		assert.Equal(t, 2, read)
	}
}

// A change that is rejected before it is sent proves nothing about the key: the next one is still alone.
func TestInventoryService_UpdateAll_Proof(t *testing.T) {
	t.Parallel()
	s := newShop(response{status: http.StatusUnauthorized})
	list := []change{{sku(0), shopinventory.ItemUpdate{}}}
	for i := range 20 {
		list = append(list, setOnHandOf(sku(i), 1))
	}
	results := slices.Collect(s.client(t).Inventory.UpdateAll(t.Context(), changes(list...), shopinventory.UpdateAllOptions{Workers: 8}))
	assert.Equal(t, "not sent, rejected, not sent", outcomes(results))
	assert.Len(t, s.calls(), 1)
}

func TestInventoryService_UpdateAll_ContextEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &shop{respond: func(_ int, r *http.Request) (*http.Response, error) {
			select {
			case <-time.After(time.Second):
				return respond(r, response{status: 200, body: `{"id":1}`})
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
		}}
		ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer cancel()
		var list []change
		for i := range 100 {
			list = append(list, adjustOnHandOf(sku(i), 1))
		}
		results := slices.Collect(s.client(t).Inventory.UpdateAll(ctx, changes(list...), shopinventory.UpdateAllOptions{Workers: 3}))
		assert.Equal(t, "applied, unknown, unknown, unknown, not sent", outcomes(results))
		for _, r := range results[1:] {
			require.ErrorIs(t, r.Err, context.DeadlineExceeded)
		}
		require.ErrorIs(t, results[4].Err, shelfwire.ErrIncomplete)
		assert.Len(t, s.calls(), 4)
	})
}

// A caller who leaves can learn what became of the changes whose results he did not see.
func TestInventoryService_UpdateAll_AfterBreak(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &shop{respond: func(_ int, r *http.Request) (*http.Response, error) {
			takes := time.Minute
			if name := path.Base(r.URL.Path); name == "SKU-0" || name == "SKU-1" {
				takes = time.Second
			}
			select {
			case <-time.After(takes):
				return respond(r, response{status: 200, body: `{"id":1}`})
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
		}}
		var list []change
		for i := range 100 {
			list = append(list, adjustOnHandOf(sku(i), 1))
		}
		var left []shopinventory.UpdateResult
		opts := shopinventory.UpdateAllOptions{Workers: 2, AfterBreak: func(r shopinventory.UpdateResult) { left = append(left, r) }}
		seen, began := 0, time.Now()
		for r := range s.client(t).Inventory.UpdateAll(t.Context(), changes(list...), opts) {
			require.NoError(t, r.Err)
			if seen++; seen == 2 {
				time.Sleep(time.Second) // what was begun before is under way now
				break
			}
		}
		assert.Equal(t, 3*time.Second, time.Since(began), "what is under way is not waited for")
		assert.Equal(t, "unknown, unknown, not sent", outcomes(left), "two were under way, and one had been read")
		assert.Len(t, s.calls(), seen+2)
		for i, r := range left {
			assert.Equal(t, seen+i, r.Index)
		}
	})
}
