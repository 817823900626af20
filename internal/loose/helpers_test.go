package loose_test

import (
	"encoding/json"
	"testing"
	"time"
	_ "time/tzdata" // Europe/Riga, also on machines without a zone database

	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/loose"
)

// row has a field of every type that a reply of a provider can hold.
type row struct {
	head
	*tail

	ID     int64                            `json:"id,omitzero"`
	Small  int8                             `json:"small,omitzero"`
	Name   string                           `json:"name,omitzero"`
	Code   code                             `json:"code,omitzero"`
	Active *bool                            `json:"active,omitzero"`
	Count  shelfwire.Opt[int]               `json:"count,omitzero"`
	Note   shelfwire.Opt[string]            `json:"note,omitzero"`
	OnSale shelfwire.Opt[bool]              `json:"onSale,omitzero"`
	Price  shelfwire.Decimal                `json:"price,omitzero"`
	Least  shelfwire.Opt[shelfwire.Decimal] `json:"least,omitzero"`
	When   time.Time                        `json:"when,omitzero"`
	Seen   shelfwire.Opt[time.Time]         `json:"seen,omitzero"`
	Sold   *time.Time                       `json:"sold,omitzero"`
	Due    shelfwire.Date                   `json:"due,omitzero"`
	Parent *int64                           `json:"parent,omitzero"`
	Tags   []string                         `json:"tags,omitzero"`
	Parts  []part                           `json:"parts,omitzero"`
	More   shelfwire.Opt[[]part]            `json:"more,omitzero"`
	Stock  map[string]int                   `json:"stock,omitzero"`
	Places map[string]part                  `json:"places,omitzero"`
	Main   part                             `json:"main,omitzero"`
	Spare  *part                            `json:"spare,omitzero"`
	Raw    json.RawMessage                  `json:"raw,omitzero"`
	Itself verbatim                         `json:"itself,omitzero"`
	Untagged
	Plain int `json:",omitzero"`
	Never int `json:"-"`
}

type head struct {
	Status string `json:"status,omitzero"`
	Page   int    `json:"page,omitzero"`
}

type tail struct {
	Last int `json:"last,omitzero"`
}

type Untagged struct {
	Depth int `json:"depth,omitzero"`
}

type code string

// verbatim is a type that reads itself.
type verbatim struct{ text string }

func (v *verbatim) UnmarshalJSON(data []byte) error {
	v.text = string(data)
	return nil
}

func (v verbatim) MarshalJSON() ([]byte, error) { return []byte(v.text), nil }

type part struct {
	No  int                    `json:"no,omitzero"`
	Qty shelfwire.Decimal      `json:"qty,omitzero"`
	Sub []part                 `json:"sub,omitzero"`
	At  time.Time              `json:"at,omitzero"`
	By  map[string]*part       `json:"by,omitzero"`
	Opt shelfwire.Opt[*[]part] `json:"opt,omitzero"`
}

var riga = mustZone("Europe/Riga")

func mustZone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

func into[T any](t *testing.T, document string) (v T) {
	t.Helper()
	require.NoError(t, loose.Unmarshal([]byte(document), &v, riga))
	return v
}

func written(t *testing.T, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	require.NoError(t, err)
	return string(out)
}
