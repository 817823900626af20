package erpxt

import (
	"encoding/json"

	"github.com/shelfwire/shelfwire"
)

// unreadMember is a member that could not be read for certain.
type unreadMember struct {
	member *productMember
	shown  shelfwire.Unread // its entry in Product.Unread, with the name as it came
	value  json.RawMessage  // whole
}

// dropUnread removes unread members from both lists of the product.
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

// findUnread returns the unread member of a field that is still zero; nil for none.
func (p *Product) findUnread(of *productMember) *unreadMember {
	for i := range p.unread {
		if p.unread[i].member == of && !of.isSet(p) {
			return &p.unread[i]
		}
	}
	return nil
}

// hasUnread reports whether a field is zero because its member was unreadable.
func (p *Product) hasUnread(field string) bool {
	for i := range p.unread {
		if of := p.unread[i].member; of.field == field {
			return !of.isSet(p)
		}
	}
	return false
}
