package erpxt

import (
	"context"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/check"
)

// toProforma returns the pro forma invoice that a new one will be, without an ID.
func (n *NewProforma) toProforma() *Proforma {
	p := &Proforma{
		PurchasingPartyID: n.PurchasingPartyID, ReceivingPartyID: n.ReceivingPartyID, PaymentTypeID: n.PaymentTypeID,
		BankAccountID: n.BankAccountID, IssueDate: n.IssueDate, InvoiceType: n.InvoiceType, Description: n.Description,
		Items: toItems(n.Items),
	}
	if n.OSSCountryCode != "" {
		p.IsOSSProcedure, p.OSSProcedureCountryCode = shelfwire.Set(true), n.OSSCountryCode
	}
	return p
}

// validateNew reports what is wrong with a new pro forma invoice.
func (p *Proforma) validateNew(problems *check.Problems) {
	head := p.head()
	head.validateNew(problems)
	validateOptionalIDs(problems, p.ReceivingPartyID, p.BankAccountID)
	proformaSchema.validateTexts(problems, "", p)
}

// validateProformaEdit reports problems of the fields that edit changed.
func (s *ProformasService) validateProformaEdit(problems *check.Problems, before, after *Proforma) {
	s.validateEdit(problems, before, after)
	validateOptionalIDs(problems, after.ReceivingPartyID, after.BankAccountID)
}

// Create creates a pro forma invoice and returns its id: POST /v1.4/proformas. It is as [InvoicesService.Create] is.
func (s *ProformasService) Create(ctx context.Context, proforma NewProforma) (int64, error) {
	p := proforma.toProforma()
	problems := s.newProblems()
	if p.validateNew(problems); problems.Err() != nil {
		return 0, s.caller.InvalidInput(s.ops.create, problems.Err())
	}
	return s.createRecord(ctx, s.ops.create, newBody[Proforma]{proformaSchema, p})
}

// CreateOnce creates a pro forma invoice unless there is one with its Description, and returns the id of the one or the
// other. It is as [InvoicesService.CreateOnce] is, and looks among pro forma invoices only.
func (s *ProformasService) CreateOnce(ctx context.Context, proforma NewProforma) (int64, error) {
	p := proforma.toProforma()
	return s.createOnce(ctx, p, p.validateNew)
}
