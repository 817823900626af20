package shelfwire_test

import (
	"database/sql/driver"
	"encoding/json"
	"encoding/xml"
	"math/big"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// grams has its methods on the pointer, as many types do.
type grams struct{ n string }

func (g *grams) MarshalText() ([]byte, error)    { return []byte(g.n + " g"), nil }
func (g *grams) Value() (driver.Value, error)    { return g.n, nil }
func (g *grams) MarshalJSON() ([]byte, error)    { return []byte(`{"g":` + g.n + `}`), nil }
func (g *grams) UnmarshalJSON(text []byte) error { g.n = string(text[5 : len(text)-1]); return nil }

func TestOpt_MethodsOfThePointer(t *testing.T) {
	t.Parallel()
	opt := shelfwire.Set(grams{"12"})
	text, err := json.Marshal(struct{ Weight shelfwire.Opt[grams] }{opt})
	require.NoError(t, err)
	assert.Equal(t, `{"Weight":{"g":12}}`, string(text))
	var read shelfwire.Opt[grams]
	require.NoError(t, json.Unmarshal([]byte(`{"g":12}`), &read))
	assert.Equal(t, opt, read)

	text, err = json.Marshal(shelfwire.Set([]grams{{"1"}, {"2"}}))
	require.NoError(t, err)
	assert.Equal(t, `[{"g":1},{"g":2}]`, string(text))
	text, err = json.Marshal(shelfwire.Set(*big.NewInt(5)))
	require.NoError(t, err)
	assert.Equal(t, "5", string(text))

	value, err := opt.Value()
	require.NoError(t, err)
	assert.Equal(t, "12", value)
	query := url.Values{}
	require.NoError(t, opt.EncodeValues("w", &query))
	assert.Equal(t, "12 g", query.Get("w"))
	attr, err := opt.MarshalXMLAttr(xml.Name{Local: "w"})
	require.NoError(t, err)
	assert.Equal(t, "12 g", attr.Value)
}
