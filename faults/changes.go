package faults

import "github.com/shelfwire/shelfwire/internal/fake"

// Header carries the request out and sets a header of the response: a Content-Type that names a charset, such as the
// windows-1251 of older servers; a Retry-After under 200, as some APIs announce their limits; a Content-Encoding that
// contradicts the body. An empty value removes the header. Content-Length and Transfer-Encoding always follow from the
// body.
func Header(name, value string) Fault {
	return newFault(fake.Spec{Change: fake.SetHeader(name, value)})
}

// Prefix carries the request out and puts text before the body of the response: PHP's warnings while display_errors
// is on, a byte order mark or blank lines from the start of a script's file. The Content-Length includes the text.
func Prefix(text string) Fault { return newFault(fake.Spec{Change: fake.PrefixBody(text)}) }

// Edit carries the request out and rewrites the body of the response by a function: for the forms that a provider's
// database or an upgrade gives to members, such as an amount as "1 126,00", an empty object in place of a list, a
// missing or an extra member. The function gets an uncompressed copy, which is empty for a response without a body.
// It must be safe for concurrent use. A streamed response is held in memory as a whole.
func Edit(edit func(body []byte) []byte) Fault {
	return newFault(fake.Spec{Change: fake.EditBody(edit)})
}

// WrongType carries the request out and responds with a valid body of another type: a list in place of an object, an
// object in place of a list, a lone element in place of an XML document, and a list in place of no body. PHP writes an
// empty object as a list, and a list with gaps in its numbering as an object.
func WrongType() Fault { return newFault(fake.Spec{Kind: fake.WrongType}) }

// RepeatPage responds with the previous page of a list to a request for any page, as servers do that ignore a
// parameter or cache responses. Calls of other operations and the first page pass: only the second page of a list
// meets the fault.
func RepeatPage() Fault { return newFault(fake.Spec{Kind: fake.RepeatPage}) }
