package virtpos_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
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
	assert.True(t, v == mustVersion("42"))
	assert.False(t, v == mustVersion("43"))
	for _, text := range []string{"", "0", "-1", "1.0", " 1", "abc", "99999999999999999999"} {
		_, err := virtpos.ParseVersion(text)
		require.ErrorContains(t, err, "is not a version")
	}
}

func TestVersion_JSON(t *testing.T) {
	t.Parallel()
	type run struct{ Version virtpos.Version }
	for text, v := range map[string]virtpos.Version{`{"Version":"42"}`: mustVersion("42"), `{"Version":""}`: {}} {
		data, err := json.Marshal(run{v})
		require.NoError(t, err)
		assert.JSONEq(t, text, string(data))
		read := run{mustVersion("7")}
		require.NoError(t, json.Unmarshal([]byte(text), &read))
		assert.Equal(t, run{v}, read)
	}
	assert.Error(t, json.Unmarshal([]byte(`{"Version":"0"}`), new(run)))
}

// The response to getOnhandVersion is undocumented. Any unambiguous version is accepted.
func TestStoreService_OnHandVersion_Responses(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`<root><success>1</success><version>42</version></root>`:                              "42",
		`<root><success>1</success><onhand_version>42</onhand_version></root>`:                "42",
		`<root><success>1</success><onhand><Version> 42 </Version></onhand><id>3</id></root>`: "42",
		`{"success":1,"version":42}`:                                                          "42",
		`{"success":"1","data":{"onhandVersion":"42"}}`:                                       "42",
		`<root><success>1</success><version>42</version><api_version>42</api_version></root>`: "42",
		`<root><success>1</success><version>42.0</version></root>`:                            "42",
		`{"success":true,"version":"42.00","api_version":4.2e1}`:                              "42",
		`{"success":1,"version":true}`:                                                        "not a whole number",
		`<root><success>1</success><version>4 200</version></root>`:                           "not a whole number",
		`<root><success>1</success></root>`:                                                   "no version",
		`<root><success>1</success><version/></root>`:                                         "not a whole number",
		`<root><success>1</success><version>4.2</version></root>`:                             "not a whole number",
		`<root><success>1</success><version>-1</version></root>`:                              "not a whole number",
		`<root><success>1</success><version>0</version></root>`:                               "the version is 0",
		`<root><success>1</success><version>99999999999999999999</version></root>`:            "not a whole number",
		`<root><success>1</success><version>42</version><api_version>2</api_version></root>`:  "42",
		`<root><success>1</success><api_version>2</api_version></root>`:                       "no version",
		`{"success":1,"version":42,"onhandVersion":2}`:                                        "several versions",
		`<root><success>1</success><version><major>4</major></version></root>`:                "no version",
	} {
		s := respondInTurn(fakeResponse{200, body})
		version, err := s.newClient(t).Store.OnHandVersion(t.Context(), virtpos.WarehouseID(1))
		if want == "42" {
			require.NoError(t, err, body)
			assert.Equal(t, "42", version.String())
			continue
		}
		if want != "the version is 0" { // which was understood
			assert.Len(t, s.sentRequests(), 2, "it is asked again once")
		}
		assert.Equal(t, shelfwire.OutcomeUnknown, shelfwire.OutcomeOf(err))
		require.ErrorIs(t, err, shelfwire.ErrMalformed, body)
		require.ErrorContains(t, err, want)
	}
}
