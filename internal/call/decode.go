package call

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire"
)

// decode reads the body of a success. The status has said that a write was applied, so a body that cannot be
// read does not change that; a body that says otherwise does.
func (c *Caller) decode(a *attempt, body []byte, decode Decoder) *failure {
	if err := decode(body); err != nil {
		return c.undecoded(a, body, err)
	}
	return nil
}

// undecoded is a reply with a success status that arrived and does not say what it should; head is how it begins.
func (c *Caller) undecoded(a *attempt, head []byte, err error) *failure {
	if refusal, ok := errors.AsType[*Refusal](err); ok {
		fail := c.failed(a, refusal.Outcome, refusal.Kind)
		c.fill(fail.err, refusal)
		return fail
	}
	if isHTML(bytes.TrimSpace(head)) {
		err = fmt.Errorf("%s instead of data", describe([]byte(c.redact(string(head)))))
	}
	if !errors.Is(err, shelfwire.ErrMalformed) {
		err = fmt.Errorf("%w: %w", shelfwire.ErrMalformed, err)
	}
	return c.failed(a, shelfwire.OutcomeApplied, err)
}
