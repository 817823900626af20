package erpxttest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// table holds the records of a resource in their wire form. The server's lock guards it.
type table struct {
	noun    string   // the provider's name of a record: "Product"
	key     string   // the member with the id: "Id"
	columns []column // the documented members, in the order in which they are sent
	zone    *time.Location
	codes   codeSeries
	texts   func(*record) []string // those that $fts looks through; nil for none

	documents *documentTable // nil for a table of other records

	rows   []*row         // by id, ascending
	byID   map[int64]*row // the same rows
	lastID int64          // the greatest id ever
	views  map[viewKey][]*row
}

// row is a record of a table. It is immutable: a changed record is another row.
type row struct {
	id     int64
	values []json.RawMessage // of the columns
	extra  []member          // undocumented members
	odd    oddForms
	texts  []string // those that $fts looks through, in lower case
	json   []byte   // as it is sent
}

// indexOf returns the index of a column; -1 for an undocumented member.
func (t *table) indexOf(name string) int {
	return slices.IndexFunc(t.columns, func(c column) bool { return c.name == name })
}

func (t *table) hasColumn(name string) bool { return t.indexOf(name) >= 0 }

// putRecord adds a record, or replaces the one with the same id. A record without an id gets the next one.
func (t *table) putRecord(r *record) *row { return t.putOdd(r, nil) }

// putOdd is like putRecord for a record with members that are sent in an odd form.
func (t *table) putOdd(r *record, odd oddForms) *row {
	if r.idOf(t.key) == 0 {
		r.setInt(t.key, t.lastID+1)
	}
	t.codes.assignCode(r, t.byID[r.idOf(t.key)])
	added := t.newRow(r, odd)
	t.insertRow(added)
	return added
}

// newRow encodes a record: the documented members in their order, and then the others.
func (t *table) newRow(r *record, odd oddForms) *row {
	added := &row{id: r.idOf(t.key), odd: odd, values: make([]json.RawMessage, len(t.columns))}
	sent := &record{members: make([]member, 0, len(r.members))}
	for i := range t.columns {
		c := &t.columns[i]
		added.values[i] = c.encodeValue(r.rawMember(c.name), t.zone)
		sent.members = append(sent.members, member{c.name, odd.showIn(c.name, added.values[i])})
	}
	for _, m := range r.members {
		if !t.hasColumn(m.name) {
			added.extra = append(added.extra, m)
		}
	}
	sent.members = append(sent.members, added.extra...)
	added.json = sent.appendJSON(nil)
	if t.texts != nil {
		for _, text := range t.texts(r) {
			added.texts = append(added.texts, strings.ToLower(text))
		}
	}
	return added
}

// valueOf returns the value of a column.
func (t *table) valueOf(r *row, name string) json.RawMessage { return r.values[t.indexOf(name)] }

// insertRow puts a row in its place.
func (t *table) insertRow(r *row) {
	if t.byID == nil {
		t.byID = map[int64]*row{}
	}
	t.lastID = max(t.lastID, r.id)
	at, found := t.findRow(r.id)
	if found {
		t.codes.countCode(t.rows[at], -1)
		t.rows[at] = r
	} else {
		t.rows = slices.Insert(t.rows, at, r)
	}
	t.codes.countCode(r, 1)
	t.byID[r.id] = r
	t.views = nil
}

// removeRow deletes a record, if it exists.
func (t *table) removeRow(id int64) {
	at, found := t.findRow(id)
	if !found {
		return
	}
	t.codes.countCode(t.rows[at], -1)
	t.rows = slices.Delete(t.rows, at, at+1)
	delete(t.byID, id)
	t.views = nil
}

// findRow returns the index of a record and true, or the index where it would be inserted.
func (t *table) findRow(id int64) (int, bool) {
	return slices.BinarySearchFunc(t.rows, id, func(r *row, id int64) int { return cmp.Compare(r.id, id) })
}

// openRow returns the record of a row, to change it and put it back.
func (t *table) openRow(r *row) *record {
	opened := &record{members: make([]member, 0, len(r.values)+len(r.extra))}
	for i, raw := range r.values {
		opened.members = append(opened.members, member{t.columns[i].name, raw})
	}
	opened.members = append(opened.members, r.extra...)
	return opened
}

// updateRow replaces a record by a changed copy. It panics for an unknown id.
func (t *table) updateRow(id int64, change func(r *record, odd oddForms)) {
	old := t.byID[id]
	if old == nil {
		panic(fmt.Sprintf("erpxttest: there is no %s %d", t.noun, id))
	}
	r, odd := t.openRow(old), maps.Clone(old.odd)
	if odd == nil {
		odd = oddForms{}
	}
	change(r, odd)
	t.putOdd(r, odd)
}

// codeSeries counts the records by code. Records without a code get the next free one, such as "P/000001". The zero
// value does nothing.
type codeSeries struct {
	name   string // of the member
	column int
	prefix string // "P/"; "" for codes that the server makes otherwise
	counts map[string]int
	serial int // of the last code that was assigned
}

// codesOf returns the series of codes in a column.
func codesOf(columns []column, name, prefix string) codeSeries {
	return codeSeries{
		name: name, prefix: prefix, counts: map[string]int{},
		column: slices.IndexFunc(columns, func(c column) bool { return c.name == name }),
	}
}

// assignCode gives a new record without a code the next free one.
func (c *codeSeries) assignCode(r *record, old *row) {
	for c.prefix != "" && old == nil && r.textOf(c.name) == "" {
		c.serial++
		if code := fmt.Sprintf("%s%06d", c.prefix, c.serial); c.counts[code] == 0 {
			r.setText(c.name, code)
		}
	}
}

// countCode adds to the number of records with the code of a row.
func (c *codeSeries) countCode(r *row, n int) {
	if c.name != "" {
		c.counts[decodeText(r.values[c.column])] += n
	}
}

func (r *row) formatID() string { return strconv.FormatInt(r.id, 10) }

// compactMembers returns members in compact JSON, by name.
func compactMembers(members map[string]json.RawMessage) (list []member) {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		list = append(list, member{name, fake.CompactJSON(members[name])})
	}
	return list
}
