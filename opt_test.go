package shelfwire_test

import (
	"bytes"
	"encoding/json"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-querystring/query"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

type update struct {
	Name   shelfwire.Opt[string]            `json:"name,omitzero"`
	Active shelfwire.Opt[bool]              `json:"active,omitzero"`
	Price  shelfwire.Opt[shelfwire.Decimal] `json:"price,omitzero"`
	Due    shelfwire.Opt[shelfwire.Date]    `json:"due,omitzero"`
	Tags   shelfwire.Opt[[]string]          `json:"tags,omitzero"`
	Size   size                             `json:"size,omitzero"`
	Box    *size                            `json:"box,omitzero"`
	Frame  shelfwire.Opt[size]              `json:"frame,omitzero"`
}

type size struct {
	Width shelfwire.Opt[int] `json:"width,omitzero"`
}

func TestOpt_JSON(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		in   update
		want string
	}{
		{"absent", update{}, `{}`},
		{"null", update{Name: shelfwire.Null[string]()}, `{"name":null}`},
		{"value", update{Name: shelfwire.Set("Mug")}, `{"name":"Mug"}`},
		{"empty text is a value", update{Name: shelfwire.Set("")}, `{"name":""}`},
		{"false is a value", update{Active: shelfwire.Set(false)}, `{"active":false}`},
		{"zero is a value", update{Price: shelfwire.Set(shelfwire.MustDecimal("0"))}, `{"price":0}`},
		{"scale kept", update{Price: shelfwire.Set(shelfwire.MustDecimal("2.000"))}, `{"price":2.000}`},
		{"date", update{Due: shelfwire.Set(shelfwire.Date{Year: 2026, Month: 3, Day: 2})}, `{"due":"2026-03-02"}`},
		{"empty list is a value", update{Tags: shelfwire.Set([]string{})}, `{"tags":[]}`},
		{"nested value", update{Size: size{shelfwire.Set(0)}}, `{"size":{"width":0}}`},
		{"nested null", update{Size: size{shelfwire.Null[int]()}}, `{"size":{"width":null}}`},
		{"nothing behind a pointer", update{Box: &size{}}, `{"box":{}}`},
		{"object as a value", update{Frame: shelfwire.Set(size{shelfwire.Set(3)})}, `{"frame":{"width":3}}`},
		{"object without members as a value", update{Frame: shelfwire.Set(size{})}, `{"frame":{}}`},
		{"object null", update{Frame: shelfwire.Null[size]()}, `{"frame":null}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tc.want, encodeJSON(t, tc.in))
			assert.Equal(t, tc.want, encodeJSON(t, decodeJSON[update](t, tc.want)), "read and written again")
		})
	}
}

func TestOpt_MarshalJSON_WithoutOmitzero(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `{"Name":null}`, encodeJSON(t, struct{ Name shelfwire.Opt[string] }{}))
}

func TestOpt_UnmarshalJSON(t *testing.T) {
	t.Parallel()
	u := decodeJSON[update](t, `{"name":null,"price":"2.000","size":{}}`)
	assert.True(t, u.Name.IsNull())
	assert.False(t, u.Name.IsZero())
	assert.True(t, u.Active.IsZero())
	assert.False(t, u.Active.IsNull())
	assert.True(t, u.Size.Width.IsZero())
	price, ok := u.Price.Get()
	assert.True(t, ok)
	assert.Equal(t, "2.000", price.String())
}

func TestOpt_UnmarshalJSON_ReplacesTheValue(t *testing.T) {
	t.Parallel()
	first := map[string]int{"a": 1}
	o := shelfwire.Set(first)
	require.NoError(t, json.Unmarshal([]byte(`{"b":2}`), &o))
	assert.Equal(t, shelfwire.Set(map[string]int{"b": 2}), o, "not both")
	assert.Equal(t, map[string]int{"a": 1}, first)
	require.Error(t, json.Unmarshal([]byte(`{"c":3,"d":"four"}`), &o))
	assert.Equal(t, shelfwire.Set(map[string]int{"b": 2}), o, "a failed read changes nothing")
	require.NoError(t, json.Unmarshal([]byte(`null`), &o))
	assert.Equal(t, shelfwire.Null[map[string]int](), o)
}

func TestOpt_MarshalJSON_Fails(t *testing.T) {
	t.Parallel()
	_, err := json.Marshal(update{Price: shelfwire.Set(shelfwire.Decimal{Decimal: decimal.New(1, 65)})})
	require.Error(t, err)
	_, err = json.Marshal(update{Due: shelfwire.Set(shelfwire.Date{Year: 2026, Month: 2, Day: 30})})
	require.Error(t, err)
}

func TestOpt_GetOrString(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		in    shelfwire.Opt[int]
		value int
		given bool
		or    int
		text  string
	}{
		{"absent", shelfwire.Opt[int]{}, 0, false, 9, "absent"},
		{"null", shelfwire.Null[int](), 0, false, 9, "null"},
		{"value", shelfwire.Set(5), 5, true, 5, "5"},
		{"zero", shelfwire.Set(0), 0, true, 0, "0"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			value, given := tc.in.Get()
			assert.Equal(t, tc.value, value)
			assert.Equal(t, tc.given, given)
			assert.Equal(t, tc.or, tc.in.Or(9))
			assert.Equal(t, tc.text, tc.in.String())
		})
	}
	assert.Equal(t, "2.000", shelfwire.Set(shelfwire.MustDecimal("2.000")).String())
}

type level uint8

func TestOpt_EncodeValues(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 20, 9, 31, 42, 0, time.FixedZone("", 2*60*60))
	for _, tc := range []struct {
		name string
		in   query.Encoder
		want []string
	}{
		{"absent", shelfwire.Opt[string]{}, nil},
		{"null", shelfwire.Null[int](), []string{""}},
		{"null of a type without a query form", shelfwire.Null[[]int](), []string{""}},
		{"text", shelfwire.Set("A&B c"), []string{"A&B c"}},
		{"empty text", shelfwire.Set(""), []string{""}},
		{"bool", shelfwire.Set(false), []string{"false"}},
		{"int", shelfwire.Set(-3), []string{"-3"}},
		{"int64", shelfwire.Set(int64(1 << 62)), []string{"4611686018427387904"}},
		{"uint64", shelfwire.Set(uint64(1 << 63)), []string{"9223372036854775808"}},
		{"named kind", shelfwire.Set(level(7)), []string{"7"}},
		{"decimal", shelfwire.Set(shelfwire.MustDecimal("2.000")), []string{"2.000"}},
		{"date", shelfwire.Set(shelfwire.Date{Year: 2026, Month: 3, Day: 20}), []string{"2026-03-20"}},
		{"time", shelfwire.Set(at), []string{"2026-03-20T09:31:42+02:00"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			want := url.Values{}
			if tc.want != nil {
				want["field"] = tc.want
			}
			direct := url.Values{}
			require.NoError(t, tc.in.EncodeValues("field", &direct))
			assert.Equal(t, want, direct)
			reflected, err := query.Values(struct {
				Field query.Encoder `url:"field"`
			}{tc.in})
			require.NoError(t, err)
			assert.Equal(t, want, reflected)
		})
	}
}

func TestOpt_EncodeValues_InStruct(t *testing.T) {
	t.Parallel()
	type inner struct {
		Size shelfwire.Opt[int] `url:"size"`
	}
	type params struct {
		inner
		Name  shelfwire.Opt[string] `url:"name"`
		Page  shelfwire.Opt[int]    `url:"page,omitempty"`
		Sub   inner                 `url:"sub"`
		Other shelfwire.Opt[bool]   `url:"other"`
	}
	values, err := query.Values(params{
		inner: inner{shelfwire.Set(1)}, Sub: inner{shelfwire.Set(2)},
		Page: shelfwire.Set(0), Other: shelfwire.Null[bool](),
	})
	require.NoError(t, err)
	assert.Equal(t, url.Values{"size": {"1"}, "page": {"0"}, "sub[size]": {"2"}, "other": {""}}, values)
}

func TestOpt_EncodeValues_Rejects(t *testing.T) {
	t.Parallel()
	one := 1
	for _, tc := range []struct {
		name string
		in   query.Encoder
		says string
	}{
		{"binary floating point", shelfwire.Set(1.5), "float64"},
		{"list", shelfwire.Set([]string{"a"}), "[]string"},
		{"map", shelfwire.Set(map[string]int{}), "map[string]int"},
		{"struct", shelfwire.Set(size{}), "size"},
		{"pointer", shelfwire.Set(&one), "*int"},
		{"decimal without a wire form", shelfwire.Set(shelfwire.Decimal{Decimal: decimal.New(1, 65)}), "65"},
		{"day that does not exist", shelfwire.Set(shelfwire.Date{Year: 2026, Month: 2, Day: 30}), "2026-02-30"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			values := url.Values{}
			err := tc.in.EncodeValues("field", &values)
			require.ErrorContains(t, err, "field")
			require.ErrorContains(t, err, tc.says)
			assert.Empty(t, values)
		})
	}
}

// Whether characters of HTML are escaped is the encoder's decision, as for a plain field.
func TestOpt_MarshalJSON_LeavesEscapingToTheEncoder(t *testing.T) {
	t.Parallel()
	type fields struct {
		Plain string
		Opt   shelfwire.Opt[string]
		List  shelfwire.Opt[[]string]
	}
	v := fields{"<&>", shelfwire.Set("<&>"), shelfwire.Set([]string{"<&>"})}
	for escape, want := range map[bool]string{
		true:  `{"Plain":"\u003c\u0026\u003e","Opt":"\u003c\u0026\u003e","List":["\u003c\u0026\u003e"]}`,
		false: `{"Plain":"<&>","Opt":"<&>","List":["<&>"]}`,
	} {
		var buf bytes.Buffer
		enc := json.NewEncoder(&buf)
		enc.SetEscapeHTML(escape)
		require.NoError(t, enc.Encode(v))
		assert.Equal(t, want+"\n", buf.String())
	}
}
