package erpxt

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

var productFields = lenientjson.NewFields(productReaders())

func productReaders() map[string]func(*Product, lenientjson.Member) {
	readers := map[string]func(*Product, lenientjson.Member){}
	for i := range productMembers {
		of := &productMembers[i]
		readers[of.name] = func(p *Product, m lenientjson.Member) { p.readMember(of, m) }
	}
	return readers
}

// readFrom reads an object into an empty product. It returns false when the value is no object.
func (p *Product) readFrom(notes *lenientjson.Notes, value lenientjson.Value) bool {
	isObject := productFields.Read(notes, value, p, p.keep)
	p.Unread = notes.Take()
	for i := range p.unread {
		p.unread[i].shown = p.Unread[i]
	}
	return isObject
}

// readMember reads a member into its field.
func (p *Product) readMember(of *productMember, m lenientjson.Member) {
	if !of.read(p, m.Value) {
		m.Unread()
		p.unread = append(p.unread, unreadMember{of: of, value: bytes.Clone(m.Value)})
	}
}

// unreadMember is a member that could not be read for certain, whole.
type unreadMember struct {
	of    *productMember
	shown shelfwire.Unread // with the name as it came
	value json.RawMessage
}

// dropUnread forgets unread members.
func (p *Product) dropUnread(drop func(*unreadMember) bool) {
	var unread []unreadMember
	var shown []shelfwire.Unread
	for i := range p.unread {
		if u := &p.unread[i]; !drop(u) {
			unread, shown = append(unread, *u), append(shown, u.shown)
		}
	}
	p.unread, p.Unread = unread, shown
}

// unreadOf returns the unread member of a field that is still zero; nil when there is none.
func (p *Product) unreadOf(of *productMember) *unreadMember {
	for i := range p.unread {
		if p.unread[i].of == of && !of.isSet(p) {
			return &p.unread[i]
		}
	}
	return nil
}

// keep remembers a member that is no field. Of two with one name the later one counts.
func (p *Product) keep(name string, value lenientjson.Value) {
	if name == "$id" { // it counts the objects of one response
		return
	}
	m := member{name: name, value: bytes.Clone(value)}
	if i := slices.IndexFunc(p.unknown, func(u member) bool { return u.name == name }); i >= 0 {
		p.unknown[i] = m
		return
	}
	p.unknown = append(p.unknown, m)
}
