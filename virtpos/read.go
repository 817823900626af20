package virtpos

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/check"
)

var opRead = call.Op{
	Name: "Read", Method: http.MethodPost, Effect: shelfwire.EffectRead, FirstByteTimeout: slowFirstByte,
}

// ReadQuery selects what [Client.Read] reads. The zero value sends no parameters.
type ReadQuery struct {
	Params  url.Values // one value for each parameter, beside apikey and format, which are set by the client
	GetOnly []string   // the names in Params that the vendor's page marks as "get only"
	Format  Format     // FormatXML when empty
}

// Read reads a section that the vendor documents, and of which too little is known for a type of its own, such as
// "orders", "pricelist", "supplier" or "requisition": POST to the section. It returns the elements of the response as they
// come, without success, type, count and info; nothing is verified beyond success 1. Only the parameters that GetOnly names
// go into the query; the others go into the body, next to the key.
//
// Read counts as a call that reads, and is retried: use it for sections that only read when they are called by their name
// alone, and without parameters that make them write. The vendor's calls that write have another word behind the section,
// such as update or setZeroOnhand, which Read does not send. A section with a verb of writing anywhere in it, such as update,
// add, delete or set, is rejected, too, in any case, and so is anything but letters.
//
// A response is held in memory: it may have Options.MaxResponseBytes and 65,536 elements, beyond which the error matches
// shelfwire.ErrTooLarge. Narrow the query then.
func (c *Client) Read(ctx context.Context, section string, q ReadQuery) (elements []Element, err error) {
	var problems check.Problems
	validateSection(&problems, section)
	if q.validate(&problems); problems.Err() != nil {
		return nil, c.service.caller.InvalidInput(opRead, problems.Err())
	}
	request := c.service.withKey(opRead, []string{section}, q.toParams())
	err = c.service.caller.Do(ctx, request, func(body []byte) error {
		return decodeResponse(body, opRead, c.service.redact, func(t *tree) error {
			elements = t.copyContent()
			return nil
		})
	})
	return elements, err
}

// writingWords are verbs that the names of calls that write are made of. No section has one in its name.
var writingWords = []string{
	"update", "add", "delete", "assign", "set", "zero", "save", "remove", "create", "edit", "insert", "import", "change",
	"cancel", "close", "confirm", "approve", "refund", "clear", "send", "merge", "restore",
}

func validateSection(problems *check.Problems, section string) {
	switch {
	case section == "":
		problems.Add("section", "is missing")
	case strings.ContainsFunc(section, func(c rune) bool { return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') }):
		problems.Add("section", "must be one word of the letters a to z")
	case slices.ContainsFunc(writingWords, func(word string) bool { return strings.Contains(strings.ToLower(section), word) }):
		problems.Add("section", "has a word for writing in it")
	}
}

func (q *ReadQuery) validate(problems *check.Problems) {
	for _, name := range slices.Sorted(maps.Keys(q.Params)) {
		values := q.Params[name]
		switch {
		case name == "apikey" || name == "format":
			problems.Add("Params", name+" is set by the client")
		case len(values) != 1:
			problems.Add("Params", name+" must have one value")
		}
		problems.Text("Params", name+strings.Join(values, ""))
	}
	for _, name := range q.GetOnly {
		if !q.Params.Has(name) {
			problems.Add("GetOnly", "names "+name+", which is not in Params")
		}
	}
	q.Format.validate(problems)
}

func (q *ReadQuery) toParams() params {
	p := q.Format.newParams()
	for name := range q.Params {
		into := p.queryOrBody
		if slices.Contains(q.GetOnly, name) {
			into = p.queryOnly
		}
		into.Set(name, q.Params.Get(name))
	}
	return p
}

// copyContent copies the elements in the root, without the envelope.
func (t *tree) copyContent() (elements []Element) {
	for n := range t.children(0) {
		switch t.nodes[n].name {
		case "success", "type", "count", "info":
		default:
			elements = append(elements, t.copyElement(n))
		}
	}
	return elements
}
