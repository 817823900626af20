package erpxttest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// newAdvanceTable returns the table of advance invoices, in the form of version 1.4.
func (s *Server) newAdvanceTable() *table {
	t := newDocumentTable("AdvanceInvoice", "FZ", joinColumns(headColumns(), currencyColumns(), tailColumns()),
		itemColumns("ProductName"))
	t.texts = s.documentTexts
	return t
}

// AddAdvanceInvoices adds advance invoices, or replaces those with the same ID, and returns their ids. It fills in what
// is absent as AddInvoices does: set the Status of one that is to be finalized, DocumentStatusConfirmed. Advance invoices
// are of one deal when LinkAdvanceInvoices says so.
func (s *Server) AddAdvanceInvoices(invoices ...erpxt.AdvanceInvoice) []int64 {
	return addDocuments(s, s.advances, invoices)
}

// AdvanceInvoices returns the advance invoices by id, as a client reads them.
func (s *Server) AdvanceInvoices() []erpxt.AdvanceInvoice {
	return readRecords[erpxt.AdvanceInvoice](s, s.advances)
}

// DeleteAdvanceInvoices deletes advance invoices. Unknown ids are skipped.
func (s *Server) DeleteAdvanceInvoices(ids ...int64) { s.deleteRecords(s.advances, ids) }

// LinkAdvanceInvoices makes advance invoices those of one deal: they can be finalized together. It panics for an unknown
// id.
func (s *Server) LinkAdvanceInvoices(ids ...int64) {
	s.lockState()
	defer s.mu.Unlock()
	for _, id := range ids {
		s.advances.updateRow(id, func(*record, oddForms) {})
		s.deals[id] = slices.Clone(ids)
	}
}

// finalizeAdvance makes a draft of the final invoice of one advance invoice, or of all those of its deal, and responds
// with the invoice.
func (s *Server) finalizeAdvance(c *call) (fake.Response, rejection) {
	found, err := s.advances.findByPath(c)
	if err != nil {
		return fake.Response{}, err
	}
	all, parseErr := strconv.ParseBool(c.Query.Get("convertAll"))
	if parseErr != nil {
		return fake.Response{}, rejectFields(map[string][]string{"convertAll": {"is neither true nor false"}})
	}
	ids := []int64{found.id}
	if all && len(s.deals[found.id]) > 0 {
		ids = s.deals[found.id]
	}
	for _, id := range ids {
		if err := s.checkAdvance(id); err != nil {
			return fake.Response{}, err
		}
	}
	final := newFollower(s.advances.openRow(found))
	final.setMember("IsFinal", json.RawMessage("true"))
	s.completeDocument(s.invoices, final, nil, c.now)
	made := s.invoices.putRecord(final)
	for _, id := range ids {
		s.finalized[id] = made.id
	}
	return fake.Response{Status: http.StatusOK, Body: made.json}, nil
}

// checkAdvance rejects a draft, and an advance invoice that has its final invoice.
func (s *Server) checkAdvance(id int64) rejection {
	found := s.advances.byID[id]
	switch {
	case found == nil:
		return rejectUnknownID(s.advances.noun, id)
	case !s.advances.isFinished(s.advances.openRow(found)):
		return rejectOperation("a draft cannot be finalized", s.advances, id)
	case s.finalized[id] != 0:
		return rejectOperation("the final invoice exists already", s.advances, id)
	}
	return nil
}
