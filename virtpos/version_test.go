package virtpos_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/virtpos"
)

func TestVersion(t *testing.T) {
	t.Parallel()
	assert.Equal(t, reflect.Struct, reflect.TypeFor[virtpos.Version]().Kind(), "a bare number is no version")
	assert.True(t, virtpos.Version{}.IsZero())
	assert.Empty(t, virtpos.Version{}.String())

	v, err := virtpos.ParseVersion("42")
	require.NoError(t, err)
	assert.False(t, v.IsZero())
	assert.Equal(t, "42", v.String())
	assert.True(t, v == version("42"))
	assert.False(t, v == version("43"))
	for _, text := range []string{"", "0", "-1", "1.0", " 1", "abc", "99999999999999999999"} {
		_, err := virtpos.ParseVersion(text)
		require.ErrorContains(t, err, "is not a version")
	}
}

func TestVersion_JSON(t *testing.T) {
	t.Parallel()
	type run struct{ Version virtpos.Version }
	for text, v := range map[string]virtpos.Version{`{"Version":"42"}`: version("42"), `{"Version":""}`: {}} {
		data, err := json.Marshal(run{v})
		require.NoError(t, err)
		assert.JSONEq(t, text, string(data))
		read := run{version("7")}
		require.NoError(t, json.Unmarshal([]byte(text), &read))
		assert.Equal(t, run{v}, read)
	}
	assert.Error(t, json.Unmarshal([]byte(`{"Version":"0"}`), new(run)))
}

func TestReferences_JSON(t *testing.T) {
	t.Parallel()
	type refs struct {
		Warehouse virtpos.WarehouseRef
		Item      virtpos.ItemRef
	}
	for text, want := range map[string]refs{
		`{"Warehouse":{"id":1},"Item":{"external_id":"1C 7"}}`: {virtpos.WarehouseID(1), virtpos.ExternalItemID("1C 7")},
		`{"Warehouse":{"external_id":"7"},"Item":{"id":-8}}`:   {virtpos.ExternalWarehouseID("7"), virtpos.ItemID(-8)},
		`{"Warehouse":null,"Item":null}`:                       {},
	} {
		data, err := json.Marshal(want)
		require.NoError(t, err)
		assert.JSONEq(t, text, string(data))
		read := refs{virtpos.WarehouseID(9), virtpos.ItemID(9)}
		require.NoError(t, json.Unmarshal([]byte(text), &read))
		assert.Equal(t, want, read)
	}
	for _, text := range []string{`{"Item":{}}`, `{"Item":{"id":1,"external_id":"1"}}`, `{"Item":1}`, `{"Item":{"id":"1"}}`} {
		assert.Error(t, json.Unmarshal([]byte(text), new(refs)), text)
	}
}
