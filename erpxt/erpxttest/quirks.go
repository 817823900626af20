package erpxttest

// SetMaxPageSize caps the number of records in a page of a list, also below $top. 0 is no cap.
func (s *Server) SetMaxPageSize(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.maxPageSize = n
}

// SetIgnoreFilter makes all lists ignore $filter, like a server that does not know the option. A malformed filter is
// rejected all the same.
func (s *Server) SetIgnoreFilter(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ignoresFilter = on
}

// SetSingleList makes the list of pro forma invoices a bare object when it has one element, as the vendor's article shows
// it.
func (s *Server) SetSingleList(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.singleList = on
}

// SetMergeLines makes a change of a document keep the lines that the request leaves out. By default they are gone: the
// vendor does not document which.
func (s *Server) SetMergeLines(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mergesLines = on
}

// ConfirmBody is what the server reads of the body of a confirmation, which the vendor does not document.
type ConfirmBody string

// The readings of the body.
const (
	ConfirmByID   ConfirmBody = "by id"  // the id alone, the reading of a new server
	ConfirmStores ConfirmBody = "stores" // the whole document, which overwrites the draft: what is left out is lost
)

// SetConfirmBody sets what the server reads of the body of a confirmation.
func (s *Server) SetConfirmBody(reading ConfirmBody) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.confirmBody = reading
}
