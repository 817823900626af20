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

func newTypedRequest(contentType, body string) *fake.Request {
	return &fake.Request{Header: http.Header{"Content-Type": {contentType}}, Body: []byte(body)}
}

func TestRequest_HasType(t *testing.T) {
	t.Parallel()
	for contentType, want := range map[string]bool{
		"application/json": true, "Application/JSON; charset=utf-8": true,
		"": false, "text/json": false, "application/json;;": false,
	} {
		assert.Equal(t, want, newTypedRequest(contentType, "").HasType("application/json"), contentType)
	}
}

func TestRequest_Form(t *testing.T) {
	t.Parallel()
	const form = "application/x-www-form-urlencoded"
	for name, tc := range map[string]struct {
		request *fake.Request
		want    string
		ok      bool
	}{
		"form":          {newTypedRequest(form, "b=2&a=1"), "a=1&b=2", true},
		"charset":       {newTypedRequest(form+"; charset=utf-8", "a=1"), "a=1", true},
		"another type":  {newTypedRequest("text/plain", "a=1"), "", false},
		"bad parameter": {newTypedRequest(form, "a=1&b=%zz"), "a=1", false},
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

func parseObject(t *testing.T, text string) *fake.Object {
	t.Helper()
	o, ok := fake.ParseObject([]byte(text))
	require.True(t, ok)
	return o
}

func TestObject_Decode(t *testing.T) {
	t.Parallel()
	o := parseObject(t, `{"text":"t","null":null,"whole":7,"number":1.50,"list":[]}`)
	text, given := o.Text("text")
	assert.Equal(t, "t", text)
	assert.True(t, given)
	text, given = o.Text("null")
	assert.Empty(t, text)
	assert.True(t, given, "null clears a text")
	_, given = o.Text("missing")
	assert.False(t, given)

	assert.Equal(t, int64(7), o.Int("whole", 3))
	assert.Equal(t, int64(3), o.Int("null", 3))
	assert.Equal(t, int64(3), o.Int("missing", 3))
	number, given := o.Number("number")
	assert.Equal(t, "1.50", number.String())
	assert.True(t, given)
	_, given = o.Number("null")
	assert.False(t, given)
	assert.Nil(t, o.Problems())

	o.Text("list")
	o.Int("number", 0)
	o.Number("list")
	o.AddProblem("text", "is too short")
	assert.Equal(t, map[string][]string{
		"list":   {"is not a text", "is not a number"},
		"number": {"is not a whole number"},
		"text":   {"is too short"},
	}, o.Problems())
}

func TestObject_Lookup(t *testing.T) {
	t.Parallel()
	o := parseObject(t, `{"a":1,"null":null}`)
	o.Set("a", json.RawMessage("2"))
	for name, want := range map[string]struct {
		value string
		given bool
	}{"a": {"2", true}, "null": {"null", true}, "missing": {"null", false}} {
		value, given := o.Lookup(name)
		assert.Equal(t, want.value, string(value), name)
		assert.Equal(t, want.given, given, name)
	}
	assert.Equal(t, []string{"a=1", "null=null", "a=2"}, listMembers(o.All()))
}

func TestObject_Unknown(t *testing.T) {
	t.Parallel()
	o := parseObject(t, `{"b":1,"a":[1, 2],"known":3,"null":null}`)
	o.Set("b", json.RawMessage("4"))
	o.Lookup("known")
	assert.Equal(t, []string{"b=4", "a=[1, 2]", "null=null"}, listMembers(o.Unknown()))
	for range o.Unknown() {
		break // a consumer may leave
	}
	for range o.All() {
		break
	}
	assert.Empty(t, maps.Collect(parseObject(t, "{}").Unknown()))
}

func listMembers(members iter.Seq2[string, json.RawMessage]) (list []string) {
	for name, value := range members {
		list = append(list, name+"="+string(value))
	}
	return list
}
