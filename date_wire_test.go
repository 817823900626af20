package shelfwire_test

import (
	"encoding/xml"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-querystring/query"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

func TestDate_JSON(t *testing.T) {
	t.Parallel()
	type order struct {
		Placed shelfwire.Date `json:"placed"`
		Due    shelfwire.Date `json:"due,omitzero"`
	}
	assert.Equal(t, `{"placed":""}`, encodeJSON(t, order{}))
	assert.Equal(t, order{}, decodeJSON[order](t, `{"placed":null,"due":""}`))
	day := shelfwire.Date{Year: 2026, Month: time.March, Day: 20}
	assert.Equal(t, `{"placed":"2026-03-20","due":"2026-03-20"}`, encodeJSON(t, order{day, day}))
}

func TestDate_XML(t *testing.T) {
	t.Parallel()
	type order struct {
		XMLName xml.Name       `xml:"order"`
		Placed  shelfwire.Date `xml:"placed,attr"`
		Due     shelfwire.Date `xml:"due"`
	}
	const document = `<order placed="2026-03-20"><due>2026-04-03</due></order>`
	var o order
	require.NoError(t, xml.Unmarshal([]byte(document), &o))
	assert.Equal(t, document, string(mustValue(xml.Marshal(o))))
}

func TestDate_EncodeValues(t *testing.T) {
	t.Parallel()
	type params struct {
		From shelfwire.Date                `url:"from"`
		To   shelfwire.Date                `url:"to,omitempty"`
		Due  shelfwire.Opt[shelfwire.Date] `url:"due"`
	}
	day := shelfwire.Date{Year: 2026, Month: time.March, Day: 20}
	for _, tc := range []struct {
		name string
		in   params
		want string
	}{
		{"none", params{}, ""},
		{"all", params{From: day, To: day, Due: shelfwire.Set(day)}, "due=2026-03-20&from=2026-03-20&to=2026-03-20"},
		{"null", params{Due: shelfwire.Null[shelfwire.Date]()}, "due="},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			values, err := query.Values(tc.in)
			require.NoError(t, err)
			assert.Equal(t, tc.want, values.Encode())
		})
	}
}

// A filter that vanishes would ask for everything.
func TestDate_EncodeValues_RejectsADayBeyondTheCalendar(t *testing.T) {
	t.Parallel()
	type params struct {
		From shelfwire.Date                `url:"from"`
		To   shelfwire.Date                `url:"to,omitempty"`
		Due  shelfwire.Opt[shelfwire.Date] `url:"due,omitempty"`
	}
	never := shelfwire.Date{Year: 2026, Month: time.February, Day: 30}
	direct := url.Values{}
	require.EqualError(t, never.EncodeValues("from", &direct), "from: 2026-02-30 is not a day of the calendar")
	assert.Empty(t, direct)
	for field, in := range map[string]params{
		"from": {From: never}, "to": {To: never}, "due": {Due: shelfwire.Set(never)},
	} {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			_, err := query.Values(in)
			require.ErrorContains(t, err, field+": 2026-02-30 is not a day of the calendar")
		})
	}
}
