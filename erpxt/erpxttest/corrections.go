package erpxttest

import (
	"strconv"

	"github.com/shelfwire/shelfwire/erpxt"
	"github.com/shelfwire/shelfwire/internal/fake"
)

// newCorrectionTable returns the table of corrections of sales invoices.
func (s *Server) newCorrectionTable() *table {
	t := newDocumentTable("CorrectiveInvoice", "FK", joinColumns(headColumns(), partyColumns(), []column{
		idColumn("CorrectedId"), textColumn("CorrectionReasonText"),
	}, currencyColumns(), tailColumns()), itemColumns("CurrencyAdvance"))
	t.texts = s.documentTexts
	t.documents.takesOwn = true
	return t
}

// AddCorrections adds corrections, or replaces those with the same ID, and returns their ids. It skips the checks that a
// call makes, and fills in what is absent as AddInvoices does.
func (s *Server) AddCorrections(corrections ...erpxt.Correction) []int64 {
	return addDocuments(s, s.corrections, corrections)
}

// Corrections returns the corrections by id, as a client reads them.
func (s *Server) Corrections() []erpxt.Correction {
	return readRecords[erpxt.Correction](s, s.corrections)
}

// DeleteCorrections deletes corrections, also confirmed ones. Unknown ids are skipped.
func (s *Server) DeleteCorrections(ids ...int64) { s.deleteRecords(s.corrections, ids) }

// draftCorrection makes a draft that corrects a confirmed invoice, and responds with the bare id. Its lines are those of
// the invoice, with new ids.
func (s *Server) draftCorrection(c *call) (fake.Response, rejection) {
	id, err := strconv.ParseInt(c.Query.Get("documentId"), 10, 64)
	if err != nil {
		return fake.Response{}, rejectFields(map[string][]string{"documentId": {"is not a whole number"}})
	}
	source := s.invoices.byID[id]
	if source == nil {
		return fake.Response{}, rejectUnknownID(s.invoices.noun, id)
	}
	invoice := s.invoices.openRow(source)
	if !s.invoices.isFinished(invoice) {
		return fake.Response{}, rejectOperation("a draft cannot be corrected", s.invoices, id)
	}
	draft := newFollower(invoice)
	draft.removeMember("Description")
	draft.setInt("CorrectedId", id)
	draft.setMember("SalesDate", invoice.rawMember("SalesDate"))
	s.completeDocument(s.corrections, draft, nil, c.now)
	return newCreatedResponse(s.corrections.putRecord(draft)), nil
}
