package shop

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// Question names what a person is asked about an order, and about which try of it, such as "invoice/2" or "line-3/1", and
// "invoice/2/3f9c01d7" when the order has changed in its channel. An answer names it too: an order that has gone on since asks
// something else, and takes no answer to what it asked before.
type Question string

// The questions that are about no step.
const (
	AskedOrder  Question = "order"  // the order failed, and no step is the reason
	AskedClosed Question = "closed" // a person has dealt with it, and may take it up again; "closed/3f9c01d7" for that time only
)

// Asked is what an order needs a person for.
type Asked struct {
	Question Question   // empty when it needs nobody
	Step     StepStatus // that is unclear, or was rejected; the zero value for none
	Customer Question   // that takes another key for the customer of an order that failed; empty for none

	sending Question // names a write of an order that was held back, while it is on its way; empty for none
}

// Asked returns what an order needs a person for.
func (s *Shop) Asked(ctx context.Context, order int64) (Asked, error) {
	o, err := s.Order(ctx, order)
	if err != nil {
		return Asked{}, err
	}
	steps, err := s.StepsOf(ctx, o)
	return o.Asked(steps), err
}

// Asked returns what the order needs a person for, from what is recorded of its steps.
func (o Order) Asked(steps []StepStatus) (a Asked) {
	switch {
	case o.IsByHand():
		return Asked{Question: AskedClosed.of(o.closed)}
	case o.State == OrderParked:
		a = lastIn("parked", steps)
	case o.State == OrderFailed:
		a = lastIn("refused", steps)
		a.sending = o.sending(steps)
		if o.InvoiceID == 0 {
			a.Customer = customerQuestion(steps)
		}
		if strings.Contains(o.Reason, sincePlaced) { // with each change it asks something else
			a.Question, a.Customer = a.Question.of(o.Reason), a.Customer.of(o.Reason)
		}
	}
	return a
}

// of is the question about a reason, or a time, which is not the same with another one.
func (q Question) of(reason string) Question {
	if q == "" {
		return ""
	}
	return q + "/" + digest(reason)
}

// isClosed reports whether the question is whether to take up again what a person has dealt with.
func (q Question) isClosed() bool {
	name, _, _ := strings.Cut(string(q), "/")
	return name == string(AskedClosed)
}

// means reports whether an answer is to the question: on the command line to [AskedClosed], whenever that was.
func (q Question) means(about Question) bool {
	return about != "" && about == q || about == AskedClosed && q.isClosed()
}

// digest is a short text that differs with another one.
func digest(text string) Question {
	sum := sha256.Sum256([]byte(text))
	return Question(hex.EncodeToString(sum[:4]))
}

// lastIn asks about the last step in a state: no later one was begun.
func lastIn(state string, steps []StepStatus) Asked {
	a := Asked{Question: AskedOrder}
	for _, step := range steps {
		if step.State == state {
			a.Question, a.Step = step.question(), step
		}
	}
	return a
}

// sending names the write of the order that is on its way; empty for none. One that sets what it writes can do so at any time.
func (o Order) sending(steps []StepStatus) Question {
	for _, step := range steps {
		if step.State == "sending" && step.Owner == o.ID && !step.repeatable {
			return step.question()
		}
	}
	return ""
}

// customerQuestion asks for the key of a customer who was rejected, or whose key may be wrong.
func customerQuestion(steps []StepStatus) Question {
	for _, step := range steps {
		switch {
		case step.Kind != StepCustomer:
		case step.State == "refused":
			return step.question()
		case step.State == "done":
			return Question("customer=" + step.Result)
		}
	}
	return ""
}

// question names the last try of the step.
func (s StepStatus) question() Question {
	name := string(s.Kind)
	if s.Line != 0 {
		name += "-" + strconv.Itoa(s.Line)
	}
	return Question(fmt.Sprintf("%s/%d", name, s.Tries))
}

// lockAsked returns an order and what it needs a person for, and keeps both as they are until the transaction ends.
func (s *Shop) lockAsked(ctx context.Context, tx *sql.Tx, order int64) (o Order, a Asked, err error) {
	if _, err = column[int64](tx.QueryContext(ctx, `SELECT id FROM orders WHERE id = $1`+s.dialect.lockRow, order)); err != nil {
		return o, a, err
	}
	if o, err = readOrder(ctx, tx, order); err != nil {
		return o, a, err
	}
	steps, err := stepsOf(ctx, tx, o, s.dialect.lockRow)
	return o, o.Asked(steps), err
}
