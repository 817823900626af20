package erpxt

import (
	"context"
	"iter"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// PaymentTypesService reads the company's ways of payment. They are set up in the ERP: see the vendor's article,
// https://pomoc.erpxt.pl/?p=6523.
type PaymentTypesService struct{ resource[PaymentType] }

func newPaymentTypes(caller *call.Caller) *PaymentTypesService {
	idOf := func(p *PaymentType) int64 { return p.ID }
	return &PaymentTypesService{newResource(caller, "PaymentTypes", paymentTypeSchema, PaymentTypeID, idOf, "paymenttypes")}
}

// The fields of a payment type, for filters and for the order of a list. Whether the server filters by each of them is
// undocumented.
const (
	PaymentTypeID        IDField                  = "Id"
	PaymentTypeName      TextField                = "Name"
	PaymentTypeDeadline  NumberField              = "Deadline"
	PaymentTypeTypeField EnumField[PaymentMethod] = "Type"
)

// PaymentType is one of the company's ways of payment, such as "Przelew 14 dni". Documents name it by its ID.
type PaymentType struct {
	kept

	ID       int64                `json:"Id"`
	Name     string               `json:"Name"`
	Primary  shelfwire.Opt[bool]  `json:"Primary,omitzero"`  // whether it is the default one
	Deadline shelfwire.Opt[int64] `json:"Deadline,omitzero"` // days until payment is due, 0 to 366
	Type     PaymentMethod        `json:"Type,omitzero"`

	// Unread lists the members that came in a form which could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

var paymentTypeSchema = newSchema("payment type", "Name",
	func(p *PaymentType) (*kept, *[]shelfwire.Unread) { return &p.kept, &p.Unread },
	textMember("Name", "Name", func(p *PaymentType) *string { return &p.Name }),
	flagMember("Primary", "Primary", func(p *PaymentType) *shelfwire.Opt[bool] { return &p.Primary }),
	countMember("Deadline", "Deadline", func(p *PaymentType) *shelfwire.Opt[int64] { return &p.Deadline }),
	codeMember("Type", "Type", func(p *PaymentType) *PaymentMethod { return &p.Type }),
	keyMember("Id", "ID", func(p *PaymentType) *int64 { return &p.ID }),
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the payment type as it is.
func (p *PaymentType) UnmarshalJSON(data []byte) error { return paymentTypeSchema.unmarshal(data, p) }

// MarshalJSON encodes the whole payment type in the server's form, for storing.
func (p PaymentType) MarshalJSON() ([]byte, error) { return paymentTypeSchema.marshal(&p) }

// List reads one page of payment types: GET /paymenttypes. It is as [ProductsService.List] is.
func (s *PaymentTypesService) List(ctx context.Context, q Query) ([]PaymentType, error) {
	return s.listRecords(ctx, q)
}

// All walks through the payment types that match: GET /paymenttypes. It promises what [ProductsService.All] does.
func (s *PaymentTypesService) All(ctx context.Context, q Query) iter.Seq2[PaymentType, error] {
	return s.walkRecords(ctx, q)
}

// Pages is like [PaymentTypesService.All], but yields whole pages.
func (s *PaymentTypesService) Pages(ctx context.Context, q Query) iter.Seq2[Page[PaymentType], error] {
	return s.yieldPages(ctx, q)
}

// Get reads one payment type by its id: GET /paymenttypes/{id}. For an unknown id the error matches
// shelfwire.ErrNotFound.
func (s *PaymentTypesService) Get(ctx context.Context, id int64) (PaymentType, error) {
	return s.getRecord(ctx, s.ops.get, id)
}
