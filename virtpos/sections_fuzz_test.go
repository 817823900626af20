package virtpos_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/clienttest"
	"github.com/shelfwire/shelfwire/virtpos"
)

// FuzzSections feeds arbitrary responses to every reader of a section. What one accepts is a document that says success,
// read again it gives the same records, and cut short it is never accepted.
func FuzzSections(f *testing.F) {
	for _, s := range sectionReads {
		text := clienttest.ReadFixture(f, s.fixture+".response")
		f.Add(text)
		f.Add(convertToJSON(f, text))
		f.Add(`{"success":1,"` + s.elements + `":[]}`)
	}
	f.Add(`{"success":1,"items":{"7":{"group_ids":[1,[2]],"barcodes":{"a":"1,2"},"attribute1":"x","enabled":"Y"}}}`)
	f.Add(`{"success":1,"inflows":{"inlow":{"id":1,"items":{"item":{"item_id":1}}}},"days_limit":30}`)
	f.Add(`<root><success>0</success><info>no</info></root>`)
	f.Fuzz(func(t *testing.T, body string) {
		for name, s := range sectionReads {
			if !strings.Contains(body, s.elements) {
				continue // it has no list of them, unless its name is escaped
			}
			records, err := s.readOnce(t, "", body)
			again, errAgain := s.readOnce(t, "", body)
			require.Equal(t, err == nil, errAgain == nil, name)
			require.Equal(t, records, again, name)
			if err != nil {
				require.NotEmpty(t, err.Error())
				continue
			}
			if trimmed := strings.TrimLeft(body, " \t\r\n\ufeff"); strings.HasPrefix(trimmed, "{") {
				require.True(t, json.Valid([]byte(trimmed)), name)
			}
			cut := strings.TrimRight(body, " \t\r\n")
			_, err = s.readOnce(t, "", cut[:len(cut)-1])
			require.Error(t, err, name)
		}
	})
}

// FuzzTimestamp parses arbitrary texts. A moment that is read can be written again in the vendor's form.
func FuzzTimestamp(f *testing.F) {
	for _, text := range []string{"", "0000-00-00 00:00:00", "2015-07-11 17:16:49", "11.07.2015 17:16:49", "2015-07-11", "2015-07-11 17:16:49.5"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		moment, err := virtpos.Timestamp(text).In(time.UTC)
		date, dateErr := virtpos.Timestamp(text).Date()
		if err != nil || moment.IsZero() {
			require.True(t, date.IsZero())
			return
		}
		if dateErr == nil && !date.IsZero() && moment.Nanosecond() == 0 {
			again, err := virtpos.Timestamp(moment.Format(time.DateTime)).In(time.UTC)
			require.NoError(t, err)
			require.True(t, moment.Equal(again))
		}
	})
}

// FuzzItem_Lists splits arbitrary texts into barcodes: what comes is trimmed, not empty, and without commas.
func FuzzItem_Lists(f *testing.F) {
	for _, text := range []string{"", ",", "1,2", " 0460 ,,0461", "{000-999},{1}", "1<a>2</a>"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		quoted, err := json.Marshal(text)
		require.NoError(t, err)
		body := `{"success":1,"items":[{"id":1,"barcodes":` + string(quoted) + `,"group_ids":` + string(quoted) + `}]}`
		for item, err := range respondInTurn(fakeResponse{200, body}).newClient(t).Items.All(t.Context(), virtpos.ItemQuery{}) {
			require.NoError(t, err)
			for _, code := range item.Barcodes {
				require.NotEmpty(t, code)
				require.Equal(t, strings.TrimSpace(code), code)
				require.NotContains(t, code, ",")
			}
			for _, id := range item.GroupIDs {
				require.Positive(t, id)
			}
			require.True(t, len(item.GroupIDs) == len(item.Barcodes) || len(item.Unread) == 1)
		}
	})
}
