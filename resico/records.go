package resico

import (
	"cmp"
	"fmt"

	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// recordType says how the record in the response to a write is read.
type recordType[T any] struct {
	response *responseType
	fields   *lenientjson.Fields[T]

	// complete copies what the envelope says about the record, and reports whether the record has its key. The
	// echo is nil when the response is of another type.
	complete func(record *T, e *envelope, echo lenientjson.Value) bool
}

// readRecord reads the response to a write. Also beside an error, into holds the members that were read,
// above all the key, which the echo of the envelope repeats. verify compares the record with what was sent. Of two lists
// of records one may be that of another call, so that they leave open which record was written.
func readRecord[T any](
	s *service, body []byte, t *recordType[T], into *T, verify func(*T, *envelope) error,
) error {
	*into = *new(T)
	e, err := s.parseEnvelope(body, t.response)
	if err != nil {
		return err
	}
	twoLists := e.notes.Err() // what comes later is beside the key
	e.eachRow(t.response, func(row lenientjson.Member) {
		if e.row == nil && isRow(row) {
			e.row, twoLists = row.Value, e.notes.Err()
			t.fields.Read(&e.notes, row.Value, into, nil)
		}
	})
	var echo lenientjson.Value
	if e.hasType(t.response) {
		echo = e.echo
	}
	hasKey := t.complete(into, e, echo)
	switch err := e.checkSuccess(t.response); {
	case err != nil:
		return err
	case e.row == nil:
		return fmt.Errorf("the response has no row of %s", t.response.name)
	}
	if err := cmp.Or(verify(into, e), twoLists); err != nil {
		return err
	}
	if !hasKey {
		return call.MarkApplied(fmt.Errorf("the %s in the response has no readable %s", t.response.name, t.response.key))
	}
	return nil
}
