package faults

import "github.com/shelfwire/shelfwire/internal/fake"

// Header carries the request out and sets a header of the response: a Content-Type that names a charset, such as the
// windows-1251 of older servers; a Retry-After under 200, as some APIs announce their limits; a Content-Encoding that
// does not fit the body. An empty value removes the header. Content-Length and Transfer-Encoding follow from the body,
// whatever is set.
func Header(name, value string) Fault { return once(fake.Spec{Change: fake.SetHeader(name, value)}) }

// Prefix carries the request out and puts text before the body of the response: PHP's warnings while display_errors
// is on, a byte order mark or blank lines from the start of a script's file. The Content-Length counts the text, too.
func Prefix(text string) Fault { return once(fake.Spec{Change: fake.PrefixBody(text)}) }

// Edit carries the request out and lets a function rewrite the body of the response, for any form that a provider's
// database or an upgrade gives to any member: an amount as "1 126,00", an empty object in place of a list, a member
// less, a member more. The function gets a copy without compression, which is empty for a response without a body. It
// may be called by several requests at once. A streamed response is held in memory for it as a whole.
func Edit(edit func(body []byte) []byte) Fault { return once(fake.Spec{Change: fake.EditBody(edit)}) }

// WrongType carries the request out and answers with a well-formed body of another type: a list where an object
// belongs, an object where a list belongs, a lone element where XML has a document, and a list in place of no body.
// PHP writes an empty object as a list, and a list with gaps in its numbering as an object.
func WrongType() Fault { return once(fake.Spec{Kind: fake.WrongType}) }

// RepeatPage is for lists. It answers with the page that the list sent before, whatever page is asked for, as servers
// do that ignore a parameter or keep answers in a cache. It waits for the second page: calls that are no lists, and
// the first page of all, pass and are not counted as met.
func RepeatPage() Fault { return once(fake.Spec{Kind: fake.RepeatPage}) }
