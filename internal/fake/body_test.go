package fake_test

import (
	"encoding/json"
	"iter"
	"maps"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/fake"
)

func typed(contentType, body string) *fake.Request {
	return &fake.Request{Header: http.Header{"Content-Type": {contentType}}, Body: []byte(body)}
}

func TestHasType(t *testing.T) {
	t.Parallel()
	for contentType, want := range map[string]bool{
		"application/json": true, "Application/JSON; charset=utf-8": true,
		"": false, "text/json": false, "application/json;;": false,
	} {
		assert.Equal(t, want, typed(contentType, "").HasType("application/json"), contentType)
	}
}

func TestForm(t *testing.T) {
	t.Parallel()
	const form = "application/x-www-form-urlencoded"
	for name, tc := range map[string]struct {
		request *fake.Request
		want    string
		ok      bool
	}{
		"form":          {typed(form, "b=2&a=1"), "a=1&b=2", true},
		"charset":       {typed(form+"; charset=utf-8", "a=1"), "a=1", true},
		"another type":  {typed("text/plain", "a=1"), "", false},
		"bad parameter": {typed(form, "a=1&b=%zz"), "a=1", false},
	} {
		parameters, ok := tc.request.Form()
		assert.Equal(t, tc.want, parameters.Encode(), name)
		assert.Equal(t, tc.ok, ok, name)
	}
}

func TestParseObject(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"{}": true, " \n{\"a\":1} ": true,
		"": false, "null": false, "[]": false, "1": false, "{": false, `{"a":}`: false, `{"a":1} x`: false,
	} {
		_, ok := fake.ParseObject([]byte(text))
		assert.Equal(t, want, ok, text)
	}
}

func object(t *testing.T, text string) *fake.Object {
	t.Helper()
	o, ok := fake.ParseObject([]byte(text))
	require.True(t, ok)
	return o
}

func TestObjectReads(t *testing.T) {
	t.Parallel()
	o := object(t, `{"text":"t","null":null,"whole":7,"number":1.50,"list":[]}`)
	text, given := o.Text("text")
	assert.Equal(t, "t", text)
	assert.True(t, given)
	text, given = o.Text("null")
	assert.Empty(t, text)
	assert.True(t, given, "null clears a text")
	_, given = o.Text("missing")
	assert.False(t, given)

	assert.Equal(t, int64(7), o.Whole("whole", 3))
	assert.Equal(t, int64(3), o.Whole("null", 3))
	assert.Equal(t, int64(3), o.Whole("missing", 3))
	number, given := o.Number("number")
	assert.Equal(t, "1.50", number.String())
	assert.True(t, given)
	_, given = o.Number("null")
	assert.False(t, given)
	assert.Nil(t, o.Problems())

	o.Text("list")
	o.Whole("number", 0)
	o.Number("list")
	o.Problem("text", "is too short")
	assert.Equal(t, map[string][]string{
		"list":   {"is not a text", "is not a number"},
		"number": {"is not a whole number"},
		"text":   {"is too short"},
	}, o.Problems())
}

func TestObjectLookup(t *testing.T) {
	t.Parallel()
	o := object(t, `{"a":1,"null":null}`)
	o.Set("a", json.RawMessage("2"))
	for name, want := range map[string]struct {
		value string
		given bool
	}{"a": {"2", true}, "null": {"null", true}, "missing": {"null", false}} {
		value, given := o.Lookup(name)
		assert.Equal(t, want.value, string(value), name)
		assert.Equal(t, want.given, given, name)
	}
	assert.Equal(t, []string{"a=1", "null=null", "a=2"}, pairs(o.All()))
}

func TestObjectUnknown(t *testing.T) {
	t.Parallel()
	o := object(t, `{"b":1,"a":[1, 2],"known":3,"null":null}`)
	o.Set("b", json.RawMessage("4"))
	o.Lookup("known")
	assert.Equal(t, []string{"b=4", "a=[1, 2]", "null=null"}, pairs(o.Unknown()))
	for range o.Unknown() {
		break // a consumer may leave
	}
	for range o.All() {
		break
	}
	assert.Empty(t, maps.Collect(object(t, "{}").Unknown()))
}

func pairs(members iter.Seq2[string, json.RawMessage]) (list []string) {
	for name, value := range members {
		list = append(list, name+"="+string(value))
	}
	return list
}
