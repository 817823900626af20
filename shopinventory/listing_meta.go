package shopinventory

import (
	"fmt"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// listMeta are the numbers beside the rows of a list. Each can be absent.
type listMeta struct {
	total   shelfwire.Opt[int] // rows of the whole list
	current shelfwire.Opt[int] // rows of this page
	start   shelfwire.Opt[int] // rows before this page
	limit   shelfwire.Opt[int] // the greatest number of rows of a page
	more    shelfwire.Opt[bool]
}

// metaFields decode the member "meta". The link to the next page only says whether there is one: the key goes nowhere but
// to the URL that the client was made for.
var metaFields = lenientjson.NewFields(map[string]func(*listMeta, lenientjson.Member){
	"count": func(l *listMeta, m lenientjson.Member) { readPart(m, countFields, l) },
	"links": func(l *listMeta, m lenientjson.Member) { readPart(m, linkFields, l) },
})

var countFields = lenientjson.NewFields(map[string]func(*listMeta, lenientjson.Member){
	"total":   func(l *listMeta, m lenientjson.Member) { readCount(m, &l.total) },
	"current": func(l *listMeta, m lenientjson.Member) { readCount(m, &l.current) },
	"start":   func(l *listMeta, m lenientjson.Member) { readCount(m, &l.start) },
	"limit":   func(l *listMeta, m lenientjson.Member) { readCount(m, &l.limit) },
})

var linkFields = lenientjson.NewFields(map[string]func(*listMeta, lenientjson.Member){
	"next": func(l *listMeta, m lenientjson.Member) {
		flag, isFlag := m.Value.Bool()
		l.more = shelfwire.Set(!m.IsEmpty() && (!isFlag || flag.Or(false)))
	},
})

// readPart decodes a part of "meta". Anything but an object is a part that did not come.
func readPart(m lenientjson.Member, fields *lenientjson.Fields[listMeta], into *listMeta) {
	if m.IsObject() {
		lenientjson.ReadObject(m, fields, into)
	}
}

// readCount decodes a number of rows. A negative one, or one beyond 32 bits, is unread.
func readCount(m lenientjson.Member, into *shelfwire.Opt[int]) {
	n, given, ok := m.Value.Int()
	if !ok || n < 0 || n > 1<<31-1 {
		m.NoteUnread()
		return
	}
	if given {
		*into = shelfwire.Set(int(n))
	}
}

// contradiction describes how the numbers of a page contradict its rows or the request; "" when they agree. Overlap is
// the number of rows that come again.
func (p *listPage[R]) contradiction(at window, overlap int) string {
	rows := len(p.rows)
	end := at.start + rows
	total, hasTotal := p.total.Get()
	more, hasMore := p.more.Get()
	switch {
	case p.start.Or(at.start) != at.start:
		return fmt.Sprintf("rows from %d were asked for, and rows from %s came", at.start, p.start)
	case p.current.Or(rows) != rows:
		return fmt.Sprintf("the shop counts %s rows on a page, and %d came", p.current, rows)
	case hasTotal && end < total && hasMore && !more:
		return fmt.Sprintf("the list ends behind row %d, and the shop counts %d", end, total)
	case hasTotal && end < total && rows <= overlap, !hasTotal && more && rows <= overlap:
		return fmt.Sprintf("the list goes on behind row %d, and the page from there has no further row", end)
	default:
		return ""
	}
}

// isEnd reports whether no row stands behind a page. Without any sign of it, that is the first page that does not go on
// behind its overlap. A full page is the end when a link says so: a total without links can be the number of the rows of
// the page, and the next page then shows whether there are more.
func (p *listPage[R]) isEnd(at window, goesOn, hasNews bool) bool {
	end := at.start + len(p.rows)
	total, hasTotal := p.total.Get()
	more, hasMore := p.more.Get()
	isFull := len(p.rows) >= p.limitOr(at.limit)
	switch {
	case hasMore && !more:
		return true
	case hasTotal:
		isDoubtful := more && goesOn || !hasMore && isFull && hasNews
		return end >= total && !isDoubtful
	default:
		return !goesOn && !more
	}
}
