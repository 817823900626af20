package erpxt

import (
	"context"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// PrintTemplatesService reads the company's own templates for prints: article "API – Wydruki",
// https://pomoc.erpxt.pl/dokumentacja/api-wydruki/.
type PrintTemplatesService struct{ resource[PrintTemplate] }

func newPrintTemplates(caller *call.Caller) *PrintTemplatesService {
	idOf := func(t *PrintTemplate) int64 { return t.ID }
	return &PrintTemplatesService{newResource(caller, "PrintTemplates", printTemplateSchema, "Id", idOf, "customprints")}
}

// PrintTemplate is one of the company's own templates for prints.
type PrintTemplate struct {
	kept

	ID       int64  `json:"Id"` // key: see PrintOptions.TemplateID
	Name     string `json:"Name"`
	Language string `json:"Language"` // "PL", "EN" and others
	// Type is a code for the kind of document. It is undocumented; a public client has 0 for invoices and 7 for pro forma
	// ones.
	Type shelfwire.Opt[int64] `json:"Type,omitzero"`

	// Unread lists the members that came in a form which could not be read for certain. Their fields are zero.
	Unread []shelfwire.Unread `json:"-"`
}

var printTemplateSchema = newSchema("template", "Name",
	func(t *PrintTemplate) (*kept, *[]shelfwire.Unread) { return &t.kept, &t.Unread },
	textMember("Name", "Name", func(t *PrintTemplate) *string { return &t.Name }),
	textMember("Language", "Language", func(t *PrintTemplate) *string { return &t.Language }),
	countMember("Type", "Type", func(t *PrintTemplate) *shelfwire.Opt[int64] { return &t.Type }),
	keyMember("Id", "ID", func(t *PrintTemplate) *int64 { return &t.ID }),
)

// UnmarshalJSON decodes the server's form, as tolerantly as the calls do. Null leaves the template as it is.
func (t *PrintTemplate) UnmarshalJSON(data []byte) error {
	return printTemplateSchema.unmarshal(data, t)
}

// MarshalJSON encodes the whole template in the server's form, for storing.
func (t PrintTemplate) MarshalJSON() ([]byte, error) { return printTemplateSchema.marshal(&t) }

// List reads all templates: GET /customprints. Rows without a readable id are left out, and beside the others there is
// an error that holds a [*GapsError].
func (s *PrintTemplatesService) List(ctx context.Context) ([]PrintTemplate, error) {
	return s.listWhole(ctx)
}
