package erpxttest

import "encoding/json"

// addRecords adds values of package erpxt to a table, or replaces the records with the same ids, and returns the ids.
// fill completes each record; old is the row that it replaces, or nil.
func addRecords[T any](s *Server, t *table, values []T, fill func(r *record, old *row)) []int64 {
	s.lockState()
	defer s.mu.Unlock()
	ids := make([]int64, len(values))
	for i, v := range values {
		r := encodeRecord(v)
		fill(r, t.byID[r.idOf(t.key)])
		ids[i] = t.putRecord(r).id
	}
	return ids
}

// readRecords returns the records of a table by id, as a client reads them.
func readRecords[T any](s *Server, t *table) []T {
	s.lockState()
	defer s.mu.Unlock()
	list := make([]T, len(t.rows))
	for i, r := range t.rows {
		if err := json.Unmarshal(r.json, &list[i]); err != nil {
			panic("erpxttest: " + err.Error())
		}
	}
	return list
}

// deleteRecords deletes the records with some ids. Unknown ids are skipped.
func (s *Server) deleteRecords(t *table, ids []int64) {
	s.lockState()
	defer s.mu.Unlock()
	for _, id := range ids {
		t.removeRow(id)
	}
}
