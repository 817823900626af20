package lenientjson_test

import (
	"testing"
	"time"
	_ "time/tzdata" // Europe/Riga, also on machines without a zone database

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

var riga = mustZone("Europe/Riga")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

func parse(t *testing.T, document string) lenientjson.Value {
	t.Helper()
	value, err := lenientjson.Parse([]byte(document))
	require.NoError(t, err, "%s", document)
	return value
}

// readMember reads a member F of the given form into a field that holds something already.
func readMember[T any](t *testing.T, raw string, field T, read func(lenientjson.Member, *T)) (T, []shelfwire.Unread) {
	t.Helper()
	fields := lenientjson.NewFields(map[string]func(*T, lenientjson.Member){
		"F": func(into *T, m lenientjson.Member) { read(m, into) },
	})
	notes := lenientjson.Notes{Zone: riga}
	require.True(t, fields.Read(&notes, parse(t, `{"F":`+raw+`}`), &field, nil))
	return field, notes.TakeUnread()
}

// scalarCase is a form of a member. Where unread is set, want is the zero value.
type scalarCase struct {
	name, raw, want string
	unread          bool
}

// testScalar reads each form by a method of Member.
func testScalar[T any](t *testing.T, before T, read func(lenientjson.Member, *T), show func(T) string, cases []scalarCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, unread := readMember(t, c.raw, before, read)
			assert.Equal(t, c.want, show(got))
			if c.unread {
				assert.Equal(t, []shelfwire.Unread{{Field: "F", Raw: c.raw}}, unread)
			} else {
				assert.Nil(t, unread)
			}
		})
	}
}
