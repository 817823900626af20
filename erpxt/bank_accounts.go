package erpxt

import (
	"context"
	"iter"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// BankAccountsService reads the company's bank accounts. The vendor's article on them was not available: that the lists
// exist is written in the overview of the API, https://pomoc.erpxt.pl/spis-tresci/?print=151.
type BankAccountsService struct{ resource[BankAccount] }

func newBankAccounts(caller *call.Caller) *BankAccountsService {
	idOf := func(b *BankAccount) int64 { return b.ID }
	return &BankAccountsService{newResource(caller, "BankAccounts", bankAccountSchema, BankAccountID, idOf, "bankaccounts")}
}

// The fields of a bank account, for filters and for the order of a list. Whether the server filters by each of them is
// undocumented.
const (
	BankAccountID                   IDField                    = "Id"
	BankAccountNumber               TextField                  = "AccountNumber"
	BankAccountBankName             TextField                  = "BankName"
	BankAccountSymbol               TextField                  = "Symbol"
	BankAccountReportingPeriodField EnumField[ReportingPeriod] = "ReportingPeriod"
)

// BankAccount is a bank account of the company. The members are those that a public client reads.
type BankAccount struct {
	kept

	ID              int64               `json:"Id"`
	AccountNumber   string              `json:"AccountNumber"`
	BankName        string              `json:"BankName"`
	Symbol          string              `json:"Symbol"`
	ReportingPeriod ReportingPeriod     `json:"ReportingPeriod,omitzero"`
	Primary         shelfwire.Opt[bool] `json:"Primary,omitzero"` // whether it is the default one

	// Unread lists the members that came in a form which could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

var bankAccountSchema = newSchema("bank account", "AccountNumber",
	func(b *BankAccount) (*kept, *[]shelfwire.Unread) { return &b.kept, &b.Unread },
	textMember("AccountNumber", "AccountNumber", func(b *BankAccount) *string { return &b.AccountNumber }),
	textMember("BankName", "BankName", func(b *BankAccount) *string { return &b.BankName }),
	textMember("Symbol", "Symbol", func(b *BankAccount) *string { return &b.Symbol }),
	codeMember("ReportingPeriod", "ReportingPeriod", func(b *BankAccount) *ReportingPeriod { return &b.ReportingPeriod }),
	flagMember("Primary", "Primary", func(b *BankAccount) *shelfwire.Opt[bool] { return &b.Primary }),
	keyMember("Id", "ID", func(b *BankAccount) *int64 { return &b.ID }),
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the bank account as it is.
func (b *BankAccount) UnmarshalJSON(data []byte) error { return bankAccountSchema.unmarshal(data, b) }

// MarshalJSON encodes the whole bank account in the server's form, for storing.
func (b BankAccount) MarshalJSON() ([]byte, error) { return bankAccountSchema.marshal(&b) }

// List reads one page of bank accounts: GET /bankaccounts. It is as [ProductsService.List] is.
func (s *BankAccountsService) List(ctx context.Context, q Query) ([]BankAccount, error) {
	return s.listRecords(ctx, q)
}

// All walks through the bank accounts that match: GET /bankaccounts. It promises what [ProductsService.All] does.
func (s *BankAccountsService) All(ctx context.Context, q Query) iter.Seq2[BankAccount, error] {
	return s.walkRecords(ctx, q)
}

// Pages is like [BankAccountsService.All], but yields whole pages.
func (s *BankAccountsService) Pages(ctx context.Context, q Query) iter.Seq2[Page[BankAccount], error] {
	return s.yieldPages(ctx, q)
}

// Get reads one bank account by its id: GET /bankaccounts/{id}. For an unknown id the error matches
// shelfwire.ErrNotFound.
func (s *BankAccountsService) Get(ctx context.Context, id int64) (BankAccount, error) {
	return s.getRecord(ctx, s.ops.get, id)
}
