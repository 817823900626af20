package erpxt

import "github.com/shelfwire/shelfwire"

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
		if &productMembers[p.unread[i].index] == of && !of.isSet(p) {
			return &p.unread[i]
		}
	}
	return nil
}

// hasUnread reports whether a field is zero because its member was unreadable.
func (p *Product) hasUnread(field string) bool {
	for i := range p.unread {
		if of := &productMembers[p.unread[i].index]; of.field == field {
			return !of.isSet(p)
		}
	}
	return false
}
