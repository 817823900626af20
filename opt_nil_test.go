package shelfwire_test

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"net/url"
	"testing"

	"github.com/google/go-querystring/query"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

// opt is what every Opt can do.
type opt interface {
	fmt.Stringer
	slog.LogValuer
	json.Marshaler
	xml.Marshaler
	xml.MarshalerAttr
	query.Encoder
	driver.Valuer
	IsZero() bool
	IsNull() bool
}

func setPointer[T any]() opt { return shelfwire.Set[*T](nil) }

// A value that is nil is written as null is, whatever its type.
func TestOpt_NilIsWrittenAsNull(t *testing.T) {
	t.Parallel()
	var none *shelfwire.Decimal
	var nothing any
	for name, o := range map[string]opt{
		"decimal":                     setPointer[shelfwire.Decimal](),
		"date":                        setPointer[shelfwire.Date](),
		"int":                         setPointer[int](),
		"text":                        setPointer[string](),
		"struct":                      setPointer[size](),
		"list":                        setPointer[[]string](),
		"pointer":                     setPointer[*shelfwire.Decimal](),
		"Opt":                         setPointer[shelfwire.Opt[int]](),
		"pointer to a nil pointer":    shelfwire.Set(&none),
		"pointer to any":              shelfwire.Set(&nothing),
		"any":                         shelfwire.Set[any](nil),
		"any with a nil pointer":      shelfwire.Set[any](none),
		"Stringer":                    shelfwire.Set[fmt.Stringer](nil),
		"Stringer with a nil pointer": shelfwire.Set[fmt.Stringer](none),
		"json.Marshaler":              shelfwire.Set[json.Marshaler](none),
		"xml.MarshalerAttr":           shelfwire.Set[xml.MarshalerAttr]((*color)(nil)),
		"driver.Valuer":               shelfwire.Set[driver.Valuer](none),
		"null":                        shelfwire.Null[*shelfwire.Decimal](),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.False(t, o.IsZero(), "it was set")
			assert.Equal(t, "null", o.String())
			assert.Equal(t, "null", fmt.Sprint(o))
			assert.Equal(t, "null", o.LogValue().String())
			assert.Equal(t, "null", encodeJSON(t, o))

			values := url.Values{}
			require.NoError(t, o.EncodeValues("field", &values))
			assert.Equal(t, url.Values{"field": {""}}, values)

			value, err := o.Value()
			require.NoError(t, err)
			assert.Nil(t, value)

			var document bytes.Buffer
			start := xml.StartElement{Name: xml.Name{Local: "a"}}
			require.NoError(t, xml.NewEncoder(&document).EncodeElement(o, start))
			assert.Equal(t, `<a `+xsi+` xsi:nil="true"></a>`, document.String())

			_, err = o.MarshalXMLAttr(xml.Name{Local: "a"})
			require.ErrorContains(t, err, "attribute a: null")
		})
	}
}

func TestOpt_NilPointerIsAValueToGo(t *testing.T) {
	t.Parallel()
	o := shelfwire.Set[*shelfwire.Decimal](nil)
	value, ok := o.Get()
	assert.True(t, ok)
	assert.Nil(t, value)
	assert.False(t, o.IsNull())
}

func TestOpt_LogValue(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				return slog.Attr{}
			}
			return a
		},
	}))
	logger.Info("sent", "price", shelfwire.Set(shelfwire.MustDecimal("2.000")),
		"due", shelfwire.Null[shelfwire.Date](), "name", shelfwire.Opt[string]{})
	assert.Equal(t, "level=INFO msg=sent price=2.000 due=null name=absent\n", out.String())
}
