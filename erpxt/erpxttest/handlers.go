package erpxttest

import (
	"net/http"
	"strconv"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// getHandler returns the handler that responds with one record of a table.
func getHandler(of func(*Server) *table) handlerFunc {
	return func(s *Server, c *call) (fake.Response, rejection) {
		r, err := of(s).findByPath(c)
		if err != nil {
			return fake.Response{}, err
		}
		return fake.Response{Status: http.StatusOK, Body: r.json}, nil
	}
}

// findByPath returns the row with the id in the path of a call.
func (t *table) findByPath(c *call) (*row, rejection) {
	id := c.PathValue("id")
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil, rejectFields(map[string][]string{"id": {"is not a whole number"}})
	}
	r := t.byID[n]
	if r == nil {
		return nil, rejectUnknown(t.noun, id)
	}
	return r, nil
}

// readID reads the id of the record that a call changes, and returns its row; nil for an unknown one.
func (t *table) readID(b *requestBody) (id int64, old *row) {
	id = b.Int(t.key, 0)
	if id == 0 {
		b.AddProblem(t.key, "is missing")
	}
	return id, t.byID[id]
}

// newCreatedResponse responds with the bare id.
func newCreatedResponse(r *row) fake.Response {
	return fake.Response{Status: http.StatusOK, Body: []byte(r.formatID())}
}

// newDoneResponse is the empty response to a change or a deletion.
func newDoneResponse() fake.Response { return fake.Response{Status: http.StatusNoContent} }
