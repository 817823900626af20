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
	err := decode(body)
	if err == nil {
		return nil
	}
	if refusal, ok := errors.AsType[*Refusal](err); ok {
		fail := c.failed(a, refusal.Outcome, refusal.Kind)
		c.fill(fail.err, refusal)
		return fail
	}
	if isHTML(bytes.TrimSpace(body)) {
		err = fmt.Errorf("%s instead of data", describe([]byte(c.redact(string(body)))))
	}
	if !errors.Is(err, shelfwire.ErrMalformed) {
		err = fmt.Errorf("%w: %w", shelfwire.ErrMalformed, err)
	}
	return c.failed(a, shelfwire.OutcomeApplied, err)
}
