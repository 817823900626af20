package erpxt

import (
	"fmt"
	"slices"
	"strings"
)

// listLost returns the parameters that an edit changed and that the server does not have. One that could
// not be read again is left out: nothing shows that it was lost.
func (s *schema[T]) listLost(prefix string, before, after, got *T) []string {
	return s.listDifferent(prefix, after, got, func(m *memberOf[T]) bool {
		return m.role == roleParameter && m.nested == nil && !m.isEqual(before, after)
	})
}

// listDifferent returns the fields, of those to compare, in which two records differ, texts apart from spaces around
// them.
func (s *schema[T]) listDifferent(prefix string, want, got *T, isCompared func(*memberOf[T]) bool) (fields []string) {
	for i := range s.members {
		m := &s.members[i]
		isSame := m.isEqual(want, got) ||
			m.text != nil && strings.TrimSpace(m.text(want)) == strings.TrimSpace(m.text(got))
		if isCompared(m) && !isSame && s.findUnread(got, i) == nil {
			fields = append(fields, prefix+m.field)
		}
	}
	return fields
}

// findLost returns what of an edit the server does not have; "" for nothing. A line that kept its id is compared by the
// fields that edit changed, too.
func (d *documents[T]) findLost(e *edited[T], got *T) string {
	lost := d.schema.listLost("", &e.before, &e.after, got)
	before, after, now := *d.head(&e.before).items, *d.head(&e.after).items, *d.head(got).items
	for i := range after {
		was, is := findLine(before, after[i].ID), findLine(now, after[i].ID)
		if was >= 0 && is >= 0 {
			lost = append(lost, itemSchema.listLost(fmt.Sprintf("Items[%d].", i), &before[was], &after[i], &now[is])...)
		}
	}
	if len(lost) > 0 {
		return "the server does not have the change of " + strings.Join(lost, ", ")
	}
	return d.compareSentLines(e, got)
}

// draftFields are the fields in which a confirmed document must equal its draft, beside the lines; its totals must where
// both have them.
var draftFields = []string{"PurchasingPartyID", "InvoiceType"}

// findConfirmedChange returns how a confirmed document differs from its draft; "" for not at all.
func (d *documents[T]) findConfirmedChange(draft, got *T) string {
	fields := d.schema.listDifferent("", draft, got, func(m *memberOf[T]) bool {
		isTotal := strings.HasSuffix(m.field, "Total") && m.isSet(draft) && m.isSet(got)
		return isTotal || slices.Contains(draftFields, m.field)
	})
	if len(fields) > 0 {
		return strings.Join(fields, ", ") + " differ from the draft"
	}
	return compareLines(*d.head(draft).items, *d.head(got).items)
}

// lineRate returns the rate of a line for its comparison; 0 and none are one.
func (i *Item) lineRate() string {
	if rate := i.VATRateID.Or(0); rate > 0 {
		return fmt.Sprintf(", rate %d", rate)
	}
	return ""
}
