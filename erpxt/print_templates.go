package erpxt

import "github.com/shelfwire/shelfwire"

// PrintTemplate is one of the company's own templates for prints.
type PrintTemplate struct {
	kept

	ID       int64                `json:"Id"` // key: see PrintOptions.TemplateID
	Name     string               `json:"Name"`
	Language string               `json:"Language"`      // "PL", "EN" and others
	Type     shelfwire.Opt[int64] `json:"Type,omitzero"` // a code for the kind of document; undocumented (a public client has 0 for invoices, 7 for pro forma ones)

	// Unread lists the members that came in a form which could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

// PrintOptions are settings of a print. The zero value is the default template.
type PrintOptions struct {
	TemplateID int64 // one of the [PrintTemplate] records; 0: the default template
}
