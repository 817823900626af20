package erpxt

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// UnmarshalJSON decodes the server's form. It accepts numbers in quotes, and texts written as numbers. A member that
// cannot be read for certain leaves its field zero and is listed in Unread. Null leaves the product as it is; any other
// value but an object is an error.
func (p *Product) UnmarshalJSON(data []byte) error {
	value, err := lenientjson.Parse(data)
	if err != nil {
		return fmt.Errorf("product: %w", err)
	}
	if value.IsNull() {
		return nil
	}
	var read Product
	if !read.decodeFrom(new(lenientjson.Notes), value) {
		return errors.New("product: not an object")
	}
	*p = read
	return nil
}

var productFields = lenientjson.NewFields(memberDecoders())

// memberDecoders returns the decoders of the known members by their names on the wire.
func memberDecoders() map[string]func(*Product, lenientjson.Member) {
	readers := map[string]func(*Product, lenientjson.Member){}
	for i := range productMembers {
		of := &productMembers[i]
		readers[of.name] = func(p *Product, m lenientjson.Member) { p.decodeMember(i, m) }
	}
	return readers
}

// decodeFrom decodes an object into an empty product. It returns false for any other value.
func (p *Product) decodeFrom(notes *lenientjson.Notes, value lenientjson.Value) bool {
	isObject := productFields.Read(notes, value, p, p.keepUnknown)
	p.Unread = notes.TakeUnread()
	for i := range p.unread {
		p.unread[i].shown = p.Unread[i]
	}
	return isObject
}

// decodeMember decodes a member into its field, or keeps it as unread.
func (p *Product) decodeMember(index int, m lenientjson.Member) {
	if !productMembers[index].decode(p, m.Value) {
		m.NoteUnread()
		p.unread = append(p.unread, unreadMember{index: index, value: bytes.Clone(m.Value)})
	}
}

// keepUnknown keeps an unknown member. Of two members with one name the later one counts.
func (p *Product) keepUnknown(name string, value lenientjson.Value) {
	if name == "$id" { // the number of the object in its response
		return
	}
	m := member{name: name, value: bytes.Clone(value)}
	if i := slices.IndexFunc(p.unknown, func(u member) bool { return u.name == name }); i >= 0 {
		p.unknown[i] = m
		return
	}
	p.unknown = append(p.unknown, m)
}
