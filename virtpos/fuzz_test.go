package virtpos_test

import (
	"errors"
	"testing"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
)

// FuzzReplies feeds arbitrary responses to the calls with small responses.
func FuzzReplies(f *testing.F) {
	f.Add(200, clienttest.ReadFixture(f, "update.response"))
	f.Add(200, `{"success":"1","itemid":"8","warehouseid":1,"isnew":true,"quantity_before":null}`)
	f.Add(200, `<root><success>1</success><version>7</version></root>`)
	f.Add(200, `<root><success>0</success><info>no</info></root>`)
	f.Add(500, `{"success":0,"info":["a",{"b":"c"}]}`)
	f.Add(404, `<html><title>x</title></html>`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status = 400 + (status&0xff)%112; status%2 == 0 {
			status = 200
		}
		o := respondInTurn(fakeResponse{status, body}).options()
		o.Retry.MaxAttempts = 1
		store := newClientWith(t, testCred, o).Store
		r, err := store.UpdateOnHand(t.Context(), virtpos.OnHandUpdate{
			Warehouse: virtpos.WarehouseID(1), Item: virtpos.ItemID(8), OnHand: setDecimal("1"),
		})
		assertOutcome(t, status, err)
		if err == nil && r.ItemID != 8 && r.ItemID != 0 {
			t.Fatal("another item")
		}
		read, err := store.OnHandVersion(t.Context(), virtpos.WarehouseID(1))
		assertOutcome(t, status, err)
		if read.IsZero() != (err != nil) {
			t.Fatal(read, err)
		}
		_, err = store.ZeroOutdated(t.Context(), virtpos.WarehouseID(1), mustVersion("7"))
		assertOutcome(t, status, err)
	})
}

func assertOutcome(t *testing.T, status int, err error) {
	if err == nil {
		if status != 200 {
			t.Fatal("a success under", status)
		}
		return
	}
	if e, ok := errors.AsType[*shelfwire.Error](err); !ok || e.StatusCode != status {
		t.Fatal(err)
	}
}
