package resico

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// Every member that a public field has a tag for is read into it, and into no other.
func TestFields_ReadEveryMember(t *testing.T) {
	t.Parallel()
	assertFields(t, productFields)
	assertFields(t, customerFields)
	assertFields(t, loyaltyFields)
	assertFields(t, invoiceFields)
	assertFields(t, partyFields)
	assertFields(t, totalFields)
	assertFields(t, lineFields)
	assertFields(t, locationFields)
	assert.ElementsMatch(t, []string{"SKU", "Balance", "BalanceDetailed"}, detailedFields.Names())
}

func assertFields[T any](t *testing.T, fields *lenientjson.Fields[T]) {
	t.Helper()
	var names []string
	for name, index := range taggedFields(reflect.TypeFor[T](), nil) {
		names = append(names, name)
		value := valueFor(t, reflect.TypeFor[T]().FieldByIndex(index).Type)
		var notes lenientjson.Notes
		var read T
		fields.Read(&notes, lenientjson.Value(`{"`+name+`":`+value+`}`), &read, nil)
		require.Empty(t, notes.TakeUnread(), "%T.%s", read, name)
		field := reflect.ValueOf(&read).Elem().FieldByIndex(index)
		assert.False(t, field.IsZero(), "%T.%s", read, name)
		field.SetZero()
		assert.True(t, reflect.ValueOf(read).IsZero(), "%T.%s sets another field", read, name)
	}
	assert.ElementsMatch(t, names, fields.Names(), "%T", *new(T))
}

// taggedFields are the fields of a struct by their names on the wire.
func taggedFields(t reflect.Type, index []int) map[string][]int {
	fields := map[string][]int{}
	for i := range t.NumField() {
		field, at := t.Field(i), append(slices.Clone(index), i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case name == "-":
		case field.Anonymous:
			for name, index := range taggedFields(field.Type, at) {
				fields[name] = index
			}
		default:
			fields[name] = at
		}
	}
	return fields
}

func valueFor(t *testing.T, typ reflect.Type) string {
	t.Helper()
	switch typ {
	case reflect.TypeFor[shelfwire.Decimal](), reflect.TypeFor[shelfwire.Opt[shelfwire.Decimal]]():
		return `"12.50"`
	case reflect.TypeFor[shelfwire.Opt[bool]]():
		return `1`
	case reflect.TypeFor[time.Time](), reflect.TypeFor[shelfwire.Date]():
		return `"2026-03-20"`
	case reflect.TypeFor[json.RawMessage]():
		return `[{"a":1}]`
	case reflect.TypeFor[Balance]():
		return `{"L1":1}`
	case reflect.TypeFor[Loyalty]():
		return `{"amount":1}`
	case reflect.TypeFor[Party]():
		return `{"Code":"1"}`
	case reflect.TypeFor[InvoiceTotal]():
		return `{"currency":"EUR"}`
	}
	switch typ.Kind() {
	case reflect.String:
		return `"A"`
	case reflect.Int, reflect.Int64:
		return `"7"`
	case reflect.Bool:
		return `"true"`
	default:
		require.Failf(t, "no value", "for %s", typ)
		return ""
	}
}

// A flag in an unreadable form is false, also when it was true before.
func TestReadFlag_Unreadable(t *testing.T) {
	t.Parallel()
	var notes lenientjson.Notes
	line := InvoiceLine{ReverseVAT: true}
	lineFields.Read(&notes, lenientjson.Value(`{"ReverseVAT":"perhaps"}`), &line, nil)
	assert.False(t, line.ReverseVAT)
	assert.Equal(t, []shelfwire.Unread{{Field: "ReverseVAT", Raw: `"perhaps"`}}, notes.TakeUnread())
}
