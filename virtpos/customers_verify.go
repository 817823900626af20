package virtpos

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// verify returns an error for a customer whom the query does not select: the server has then ignored a parameter. Where a
// field of the customer is empty or unread, nothing is known against it. So many others of the response have come.
func (w *customerWalk) verify(c *Customer, others int) error {
	if err := (ref{id: w.q.ID, isSet: w.q.ID != 0}).verifySelected("customer", c.ID, "", w.s.redact); err != nil {
		return err
	}
	if w.q.ExternalID != "" && others > 0 { // which no response shows
		return errors.New("one customer was asked for by the external id, and several came")
	}
	problem := w.q.contradiction(c)
	if problem == "" {
		return nil
	}
	return fmt.Errorf("customer %d %s", c.ID, problem)
}

// contradiction says what of a customer is not as asked for. It leaves personal data out.
func (q *CustomerQuery) contradiction(c *Customer) string {
	withPhone, isAsked := q.WithPhone.Get()
	hasPhone := strings.TrimSpace(c.Phone) != ""
	switch {
	case q.Email != "" && c.Email != "" && !strings.EqualFold(strings.TrimSpace(c.Email), strings.TrimSpace(q.Email)):
		return "has another e-mail address than was asked for"
	case q.Phone != "" && hasPhone && !isSamePhone(c.Phone, q.Phone):
		return "has another telephone number than was asked for"
	case isAsked && !withPhone && hasPhone:
		return "has a telephone number, and those without were asked for"
	case isAsked && withPhone && !hasPhone && !c.isUnread("phone"):
		return "has no telephone number, and those with one were asked for"
	default:
		return ""
	}
}

func (c *Customer) isUnread(field string) bool {
	return slices.ContainsFunc(c.Unread, func(u shelfwire.Unread) bool { return u.Field == field })
}

// nationalDigits are those of a Russian telephone number behind +7 or 8.
const nationalDigits = 10

// isSamePhone reports whether two numbers can be the same, in any form: with +7, with 8, or without the code of the town. A
// field can hold two numbers.
func isSamePhone(a, b string) bool {
	a, b = digitsIn(a), digitsIn(b)
	return strings.Contains(a, lastDigits(b)) || strings.Contains(b, lastDigits(a))
}

func digitsIn(text string) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, text)
}

func lastDigits(digits string) string { return digits[max(len(digits)-nationalDigits, 0):] }
