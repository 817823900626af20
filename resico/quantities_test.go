package resico

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// The quick reader must say the same as encoding/json, for every document that it takes on.
func FuzzQuantities(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `{"L1":1}`, `{"Location 1":24,"LOC2":"-5.000","Totals":19}`, "{\n \"A\" : 1.50 ,\n\"B\":null}",
		`{"a\"b":1}`, `{"A":1,"A":2}`, `{"A":{}}`, `{"A":[1]}`, `{"A":true}`, `{"A":"x"}`, `{"A":""}`, `{"A":1e3}`, `{"":0}`, `{"B":10000,"B":null}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !json.Valid(data) {
			return
		}
		quick := map[string]shelfwire.Decimal{}
		if !scanQuantities(data, quick) {
			return
		}
		var slow map[string]shelfwire.Decimal
		require.NoError(t, json.Unmarshal(data, &slow))
		for code, quantity := range slow {
			assert.Equal(t, quantity.IsSet(), quick[code].IsSet(), code)
			assert.Equal(t, quantity.String(), quick[code].String(), code)
		}
		assert.LessOrEqual(t, len(quick), len(slow))
	})
}

func TestQuantitiesRefuseOtherForms(t *testing.T) {
	t.Parallel()
	for _, data := range []string{`{"A":true}`, `{"A":"many"}`, `{"A":{"n":1}}`, `[1]`, `"A"`, `7`, `{"A":NaN}`} {
		_, err := readQuantities([]byte(data))
		assert.Error(t, err, data)
	}
}
