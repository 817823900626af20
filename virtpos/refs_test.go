package virtpos_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/virtpos"
)

func TestRefs_String(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "warehouse 1, external warehouse 1C-7, item 8, external item 0000-17, no item, no warehouse",
		fmt.Sprint(virtpos.WarehouseID(1), ", ", virtpos.ExternalWarehouseID("1C-7"), ", ", virtpos.ItemID(8), ", ",
			virtpos.ExternalItemID("0000-17"), ", ", virtpos.ItemRef{}, ", ", virtpos.WarehouseRef{}))
}

func TestRefs_JSON(t *testing.T) {
	t.Parallel()
	type refs struct {
		Warehouse virtpos.WarehouseRef
		Item      virtpos.ItemRef
	}
	for text, want := range map[string]refs{
		`{"Warehouse":{"id":1},"Item":{"external_id":"1C 7"}}`: {virtpos.WarehouseID(1), virtpos.ExternalItemID("1C 7")},
		`{"Warehouse":{"external_id":"7"},"Item":{"id":8}}`:    {virtpos.ExternalWarehouseID("7"), virtpos.ItemID(8)},
		`{"Warehouse":null,"Item":null}`:                       {},
	} {
		data, err := json.Marshal(want)
		require.NoError(t, err)
		assert.JSONEq(t, text, string(data))
		read := refs{virtpos.WarehouseID(9), virtpos.ItemID(9)}
		require.NoError(t, json.Unmarshal([]byte(text), &read))
		assert.Equal(t, want, read)
	}
	for _, text := range []string{`{"Item":{}}`, `{"Item":{"id":-8}}`, `{"Item":{"id":1,"external_id":"1"}}`, `{"Item":1}`, `{"Item":{"id":"1"}}`} {
		assert.Error(t, json.Unmarshal([]byte(text), new(refs)), text)
	}
}
