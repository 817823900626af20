package virtpos

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// listSource is the body to read a list from.
type listSource struct {
	body     io.Reader
	charset  string // from Content-Type
	redact   redactor
	itemDone func() // called after each item, before it is passed on
}

// elementReader reads the elements of a list.
type elementReader interface {
	readElement(listElement) error
	verifyList() error       // checks the whole list
	describePlace() []string // where in the list reading stopped
}

// listing reads a response that lists the elements of a section, while it arrives, in either format.
type listing struct {
	listSource
	section *section
	doc     document
	src     *source
	reader  elementReader

	envelope     envelope
	responseType string // the response's type; the first unacceptable one, when there are several
	hasList      bool   // the list has begun
	counted      int64  // what the response says to count
	furtherPage  bool   // of a list, which may be empty behind the last one
	daysLimit    daysLimit
	elements     int // of the list, read so far
	rows         int // passed on so far
	tree         tree
	notes        unreadNotes
}

// readFrom reads a whole response. It returns nil when the consumer wants no more. After an error, what the consumer got
// is incomplete.
func (l *listing) readFrom(from listSource, s *section, reader elementReader) (err error) {
	l.listSource, l.section, l.reader, l.notes.redact = from, s, reader, from.redact
	l.src = newSource(from.body, readSize, from.charset, from.redact)
	if l.doc, err = openDocument(l.src); err != nil {
		return err
	}
	err = l.readResponse()
	switch {
	case err == nil, errors.Is(err, errConsumerLeft):
		return nil
	case l.envelope.isFailure() && !l.src.readFailed():
		return l.envelope.toAPIError(l.redact)
	default:
		place := append([]string{l.doc.position()}, reader.describePlace()...)
		return fmt.Errorf("%s: %w", strings.Join(place, ", "), err)
	}
}

// errConsumerLeft ends reading when the consumer wants no more.
var errConsumerLeft = errors.New("the consumer has left")

// maxInfoLen bounds how far a failed response is read for its info.
const maxInfoLen = 64 << 10

func (l *listing) readResponse() error {
	if err := l.doc.readRoot(l.readMember); err != nil {
		return err
	}
	if err := l.envelope.toError(l.redact); err != nil {
		return err
	}
	if err := l.checkType(); err != nil {
		return err
	}
	if !l.hasList {
		return fmt.Errorf("the response has no list of %s", l.section.list)
	}
	if err := l.verifyEmpty(); err != nil {
		return err
	}
	if err := l.reader.verifyList(); err != nil {
		return err
	}
	return l.doc.expectEnd()
}

// verifyEmpty returns an error for an empty list in a response that announces something, or that is of a type of its own,
// such as Error: one with elements shows what it is by these. The vendor leaves open what exactly is counted, so other
// differences are accepted. A further page may count what all pages have.
func (l *listing) verifyEmpty() error {
	switch {
	case l.elements > 0:
		return nil
	case l.counted > 0 && !l.furtherPage:
		return fmt.Errorf("%w: the response counts %d, and its list of %s is empty", shelfwire.ErrIncomplete, l.counted, l.section.list)
	case l.responseType != "" && !l.section.isType(l.responseType):
		return l.typeError()
	default:
		return nil
	}
}

// readMember reads an element in the root.
func (l *listing) readMember(name string) error {
	switch name {
	case "success", "info", "type", "count", "days_limit":
		return l.readEnvelopeMember(name)
	case l.section.list:
		return l.readList()
	default:
		return l.doc.skipElement()
	}
}

// readEnvelopeMember reads success, info, type, count or days_limit. After a failure, only the info is read.
func (l *listing) readEnvelopeMember(name string) error {
	l.tree.reset()
	if err := l.doc.readValue(&l.tree, name); err != nil {
		return err
	}
	for n := range l.tree.roots() {
		l.envelope.addElement(&l.tree, n)
		switch text := l.tree.textOf(n); {
		case name == "count":
			l.counted, _ = parseWhole(text)
		case name == "days_limit":
			l.daysLimit.add(&l.tree, n, l.redact)
		case name == "type" && l.section.acceptsType(l.responseType) && len(text) > 0:
			l.responseType = string(text)
		}
	}
	if l.envelope.isFailure() {
		if len(l.envelope.info) > 0 {
			return l.envelope.toAPIError(l.redact)
		}
		l.src.limitRemaining(maxInfoLen)
	}
	return nil
}

func (l *listing) checkType() error {
	if l.section.acceptsType(l.responseType) {
		return nil
	}
	return l.typeError()
}

func (l *listing) typeError() error {
	return fmt.Errorf("the response is of type %q, not %s", l.redact.quote(l.responseType), l.section.name)
}

func (l *listing) readList() error {
	if l.envelope.isFailure() {
		return l.doc.skipElement()
	}
	if err := l.checkType(); err != nil {
		return err
	}
	l.hasList = true
	return l.doc.readList(l.section.elements, func(f listElement) error {
		if err := l.reader.readElement(f); err != nil {
			return err
		}
		l.elements++
		return nil
	})
}

// beginRow counts a row that is about to be passed on.
func (l *listing) beginRow() {
	if l.rows++; l.rows == cacheAfter {
		l.tree.decimals = new(decimalCache)
	}
	l.itemDone()
}
