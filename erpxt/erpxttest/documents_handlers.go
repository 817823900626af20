package erpxttest

import (
	"github.com/shelfwire/shelfwire/internal/fake"
)

// createDocument returns the handler that creates a draft, and responds with its bare id.
func createDocument(of func(*Server) *table) handlerFunc {
	return func(s *Server, c *call) (fake.Response, rejection) {
		t, r := of(s), &record{}
		s.copyDocument(t, c.body, r, bodyReading{})
		if err := s.checkDocument(c.body, r); err != nil {
			return fake.Response{}, err
		}
		s.completeDocument(t, r, nil, c.now)
		return newCreatedResponse(t.putRecord(r)), nil
	}
}

// replaceDocument returns the handler that overwrites a draft.
func replaceDocument(of func(*Server) *table) handlerFunc {
	return func(s *Server, c *call) (fake.Response, rejection) {
		t := of(s)
		id, old := t.readID(c.body)
		if old == nil {
			return fake.Response{}, t.rejectMissing(c.body, id)
		}
		return s.storeDocument(t, c, old, false, func(*record) {})
	}
}

// rejectMissing rejects a change of an unknown record, or of one that the body does not name.
func (t *table) rejectMissing(b *requestBody, id int64) rejection {
	if err := b.rejectProblems(); err != nil {
		return err
	}
	return rejectUnknownID(t.noun, id)
}

// storeDocument overwrites a draft by the body of a call. change is applied to the result before it is stored.
func (s *Server) storeDocument(
	t *table, c *call, old *row, lenient bool, change func(*record),
) (fake.Response, rejection) {
	before, r := t.openRow(old), &record{}
	if t.isFinished(before) {
		return fake.Response{}, rejectOperation("a finished document cannot be changed", t, old.id)
	}
	odd := t.keepOddForms(c.body, old, t.documents.own...)
	r.setInt("Id", old.id)
	s.copyDocument(t, c.body, r, bodyReading{old: before, lenient: lenient})
	if err := s.checkDocument(c.body, r); err != nil {
		return fake.Response{}, err
	}
	s.completeDocument(t, r, before, c.now)
	change(r)
	t.putOdd(r, odd)
	return newDoneResponse(), nil
}

// isFinished reports whether a document is confirmed, or converted: it cannot be changed or deleted any more.
func (t *table) isFinished(r *record) bool { return r.idOf("Status") != 0 }

// deleteDocument returns the handler that deletes a draft.
func deleteDocument(of func(*Server) *table) handlerFunc {
	return func(s *Server, c *call) (fake.Response, rejection) {
		t := of(s)
		r, err := t.findByPath(c)
		switch {
		case err != nil:
			return fake.Response{}, err
		case t.isFinished(t.openRow(r)):
			return fake.Response{}, rejectOperation("a finished document cannot be deleted", t, r.id)
		}
		t.removeRow(r.id)
		return newDoneResponse(), nil
	}
}

// confirmDocument returns the handler that confirms a draft for good. What it reads of its body, SetConfirmBody says.
func confirmDocument(of func(*Server) *table) handlerFunc {
	return func(s *Server, c *call) (fake.Response, rejection) {
		t := of(s)
		id, old := t.readID(c.body)
		switch {
		case old == nil:
			return fake.Response{}, t.rejectMissing(c.body, id)
		case t.isFinished(t.openRow(old)):
			return fake.Response{}, rejectOperation("the document is confirmed already", t, id)
		case s.confirmBody == ConfirmStores:
			return s.storeDocument(t, c, old, true, confirmRecord)
		}
		s.confirmRow(t, id)
		return newDoneResponse(), nil
	}
}

func confirmRecord(r *record) { r.setInt("Status", 1) }

// confirmRow confirms a document as it is.
func (s *Server) confirmRow(t *table, id int64) {
	t.updateRow(id, func(r *record, _ oddForms) { confirmRecord(r) })
}

// checkDocument returns the first problem of a body, or of what the document refers to.
func (s *Server) checkDocument(b *requestBody, r *record) rejection {
	if err := b.rejectProblems(); err != nil {
		return err
	}
	if err := s.checkReferences(r); err != nil {
		return err
	}
	if customer := s.customers.byID[r.idOf("PurchasingPartyId")]; r.isOSS() && customer != nil &&
		s.customers.openRow(customer).idOf("CustomerStatus") != 10 {
		b.AddProblem("PurchasingPartyId", "is not a customer under the OSS procedure")
	}
	return b.rejectProblems()
}

// checkReferences rejects the ids of records that do not exist.
func (s *Server) checkReferences(r *record) rejection {
	for _, one := range []struct {
		name string
		in   *table
	}{
		{"PurchasingPartyId", s.customers},
		{"ReceivingPartyId", s.customers},
		{"PaymentTypeId", s.paymentTypes},
		{"BankAccountId", s.bankAccounts},
		{"ProductId", s.products},
		{"VatRateId", s.vatRates},
	} {
		if id := r.idOf(one.name); id != 0 && one.in.byID[id] == nil {
			return rejectUnknownID(one.in.noun, id)
		}
	}
	for _, item := range r.listOf("Items") {
		if err := s.checkReferences(item); err != nil {
			return err
		}
	}
	return nil
}
