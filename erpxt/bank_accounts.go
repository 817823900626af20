package erpxt

import "github.com/shelfwire/shelfwire"

// BankAccount is a bank account or a cash register of the company. The vendor's article was not available: the members
// are those that a public client reads.
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
