package call

import (
	"bytes"
	"errors"

	"github.com/shelfwire/shelfwire"
)

// errForeign is matched by the error of a foreign response.
var errForeign = errors.New("not the provider's own response")

// foreignError is the cause of a call that somebody other than the provider responded to: a bot check, a
// maintenance page, a framework's router, PHP's own messages. It matches shelfwire.ErrMalformed.
type foreignError struct {
	cause    error
	bodyText string // what came instead of data, redacted
}

func (e foreignError) Error() string {
	switch {
	case e.bodyText != "":
		return shelfwire.ErrMalformed.Error() + ": " + e.bodyText + " instead of data"
	case e.cause == nil:
		return e.textWithoutBody()
	default:
		return asMalformed(e.cause).Error()
	}
}

// textWithoutBody is the text for logs, which show no bodies.
func (e foreignError) textWithoutBody() string {
	return shelfwire.ErrMalformed.Error() + ": the response is not in the provider's own form"
}

func (e foreignError) Is(target error) bool {
	return target == shelfwire.ErrMalformed || target == errForeign || errors.Is(e.cause, target)
}

// foreignFailure describes a response with a success status of which some part is not recognisably the
// provider's.
func (c *Caller) foreignFailure(a *attempt, outcome shelfwire.Outcome, err error) *failure {
	fail := c.newFailure(a, outcome, err)
	fail.foreign = true
	return fail
}

// describeForeignBody says what a body holds in place of data, such as a page or PHP's messages, also in front
// of data. It returns "" for what may be data.
func (c *Caller) describeForeignBody(head []byte) string {
	head = bytes.TrimSpace(head)
	for _, start := range [...]string{"{", "[", "<?xml", "<root"} {
		if bytes.HasPrefix(head, []byte(start)) {
			return ""
		}
	}
	return clipText(describeBody([]byte(redactNamed(c.redact(string(head[:min(len(head), maxErrorBody)]))))), maxForeignText)
}

// maxForeignText is how many bytes of a foreign body an error quotes.
const maxForeignText = 512
