package virtpostest

import (
	"fmt"
	"slices"
	"time"
)

// quirks say how the server behaves where the guide is silent.
type quirks struct {
	errorStatus    int // 0 for 200
	xmlEncoding    xmlEncoding
	jsonShape      jsonShape
	quantityBefore string          // "" for the correct one
	ignoredFilters map[string]bool // filters of reads
	versioning     Versioning      // "" for VersionsByCall
	inflowName     string          // "" for inflow
	daysLimit      int             // 0 for none
	customerCap    int             // 0 for none
	pastTheEnd     PastTheEnd      // "" for EmptyPage
	zone           *time.Location  // nil for the default
}

// xmlEncoding is the encoding of a response in XML.
type xmlEncoding string

// The encodings.
const (
	utf8Plain   xmlEncoding = "UTF-8"                        // of a new server, and of the guide
	utf8WithBOM xmlEncoding = "UTF-8 with a byte order mark" // which some programs put before it
	windows1251 xmlEncoding = "windows-1251"                 // what it has no letter for goes as &#number;

	// windows1251InHeader is named by Content-Type only: the declaration names no encoding.
	windows1251InHeader xmlEncoding = "windows-1251 in Content-Type"
)

// jsonShape is the form of a response in JSON, of which the guide shows none. The zero value is what PHP makes
// of the data: texts for numbers, arrays for lists.
type jsonShape struct {
	Lists       jsonLists
	Collapse    bool // a list of one is that one, without the list
	BareNumbers bool // 2.000 instead of "2.000"
	InRoot      bool // the whole as {"root": …}
	Booleans    bool // true and false for success, stockonly and isnew instead of 1 and 0
	Windows1251 bool // in windows-1251, which Content-Type names, with its letters unescaped
}

// jsonLists is the form of a list, such as that of items. An empty list is always [], as in PHP.
type jsonLists uint8

// The forms of lists.
const (
	jsonArrays  jsonLists = iota // "items": [{…}, {…}]
	jsonKeyed                    // "items": {"17": {…}, "18": {…}}, by warehouse, stock row and price list
	jsonWrapped                  // "items": {"item": [{…}, {…}]}, as XML is often turned into JSON
)

// SetOnHandBefore sets the text of quantity_before in the responses to all updates, such as "1,700" of a server
// that formats numbers for people. "" restores the default: the quantity before the update.
func (s *Server) SetOnHandBefore(text string) {
	s.updateQuirks(func(q *quirks) { q.quantityBefore = text })
}

// SetIgnoredFilters sets which filters of reads are ignored, as by a server that does not know a parameter:
// stockonly, warehouseid, itemid, article and itemname. Without names, all of them count again. It panics for
// an unknown filter.
func (s *Server) SetIgnoredFilters(names ...string) {
	ignored := map[string]bool{}
	for _, name := range names {
		if !slices.Contains([]string{"stockonly", "warehouseid", "itemid", "article", "itemname"}, name) {
			panic(fmt.Sprintf("virtpostest: reads have no filter %q", name))
		}
		ignored[name] = true
	}
	s.updateQuirks(func(q *quirks) { q.ignoredFilters = ignored })
}

func (s *Server) updateQuirks(change func(*quirks)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.quirks)
}
