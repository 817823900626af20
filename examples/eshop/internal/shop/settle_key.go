package shop

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// hasID reports whether what the step makes has a number for its key. Customers in Resico have a code.
func (s Step) hasID(in Accounts) bool {
	return s.Kind == StepInvoice || s.Kind == StepLine || s.Kind == StepCustomer && in == InERPXT
}

// checkKey returns the key that a person has given for what a step has made, as the provider writes it. One that cannot be
// right, or that something else is known to have, is an [*AnswerError].
func checkKey(ctx context.Context, tx *sql.Tx, o Order, step Step, key string) (string, error) {
	if step.hasID(o.Accounts) {
		id, err := strconv.ParseInt(key, 10, 64)
		if err != nil || id <= 0 {
			return "", &AnswerError{fmt.Sprintf("%q is not the ID of %s", key, keyWords[step.Kind])}
		}
		key = strconv.FormatInt(id, 10)
	}
	if _, err := moment(ctx, tx); err != nil { // whoever gives the same key at the same time waits, and sees this one
		return "", err
	}
	return key, checkHolder(ctx, tx, o, step, key)
}

// keyWords are what keys of a kind are the keys of.
var keyWords = map[StepKind]string{StepCustomer: "a customer", StepInvoice: "an invoice", StepLine: "a line"}

// checkHolder rejects a key that another step of the same kind has made. In ERP XT a customer with two addresses may have one
// card.
func checkHolder(ctx context.Context, tx *sql.Tx, o Order, step Step, key string) error {
	kind, _, _ := strings.Cut(step.Target, " ")
	var target string
	var holder, customer int64
	err := tx.QueryRowContext(ctx, `
		SELECT s.target, o.id, o.customer_id FROM remote_steps s JOIN orders o ON o.id = s.order_id
		WHERE s.state = 'done' AND s.target <> $1 AND s.target LIKE $2 AND LOWER(s.result) = LOWER($3)
		    AND (o.customer_id <> $4 OR $5)
		ORDER BY o.id LIMIT 1`,
		step.Target, kind+" %", key, o.Customer.ID, step.Kind != StepCustomer).Scan(&target, &holder, &customer)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	case step.Kind == StepCustomer:
		return &AnswerError{fmt.Sprintf("%s is another customer, who has placed order %d", key, holder)}
	default:
		return &AnswerError{fmt.Sprintf("%s is the %s", key, target)}
	}
}

// rekey stores the key of a customer who was rejected, or had another one. What the provider has of that one, nobody knows.
func rekey(ctx context.Context, tx *sql.Tx, o Order, found string) error {
	step := o.steps()[0]
	key, err := checkKey(ctx, tx, o, step, found)
	if err != nil {
		return err
	}
	if step.keep != "" {
		step.keep = keepCode
	}
	if err := done(ctx, tx, step, key); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE remote_steps SET state = 'refused' WHERE target = $1 AND state = 'done'`,
		DetailsStep(o).Target)
	return err
}
