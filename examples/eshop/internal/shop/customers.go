package shop

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// Customer is somebody who has ordered. The e-mail address tells customers apart.
type Customer struct {
	ID         int64
	Email      string
	Name       string
	Phone      string
	Address    string
	PostCode   string
	ResicoCode string // the key in Resico; empty until the customer is known to be there
	TaxNumber  string // of a business, digits only; empty for a person
}

// Contact is how a customer is reached. An empty text was not given.
type Contact struct{ Name, Phone, Address, PostCode string }

// Contact returns how the customer is reached.
func (c Customer) Contact() Contact { return Contact{c.Name, c.Phone, c.Address, c.PostCode} }

// Filed is what Resico has of a customer.
type Filed struct {
	Contact

	Order int64 // whose details they are; 0 when nobody knows what Resico has
}

// oneCase is an e-mail address as it tells customers apart.
func oneCase(email string) string { return strings.ToLower(email) }

// saveCustomer returns the customer's ID, new or not. The row of one who is there stays as it is: it says what Resico has.
func saveCustomer(ctx context.Context, tx *sql.Tx, c Customer) (id int64, err error) {
	err = tx.QueryRowContext(ctx, `
		INSERT INTO customers (email, name, phone, address, post_code) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (email) DO UPDATE SET email = excluded.email
		RETURNING id`,
		oneCase(c.Email), c.Name, c.Phone, c.Address, c.PostCode).Scan(&id)
	return id, err
}

// Statements that make the row of an order's customer say what Resico has: after the customer was created the details of
// the order, after another code was given nothing, and after a change what they lack from before.
const (
	keepCustomer = `
		UPDATE customers SET resico_code = $1, details_of = o.id,
		    name = o.name, phone = o.phone, address = o.address, post_code = o.post_code
		FROM orders o WHERE o.id = $2 AND customers.id = o.customer_id`
	keepCode = `
		UPDATE customers SET resico_code = $1, details_of = NULL
		WHERE id = (SELECT customer_id FROM orders WHERE id = $2)`
	keepDetails = `
		UPDATE customers SET resico_code = $1, details_of = o.id,
		    name = COALESCE(NULLIF(o.name, ''), customers.name),
		    phone = COALESCE(NULLIF(o.phone, ''), customers.phone),
		    address = COALESCE(NULLIF(o.address, ''), customers.address),
		    post_code = COALESCE(NULLIF(o.post_code, ''), customers.post_code)
		FROM orders o WHERE o.id = $2 AND customers.id = o.customer_id`
	forgetDetails = `
		UPDATE customers SET details_of = NULL
		WHERE id = (SELECT customer_id FROM orders WHERE id = $1) AND COALESCE(details_of, 0) = $2`
)

// DetailsStep brings the name and address of an order to its customer in Resico. It sets them, so it may be sent again:
// what is unclear about it is no reason to ask a person. Of two orders the later one has the last word. It is begun only while
// Resico has what the order was read with, or [ErrBusy]: what is sent was worked out from that.
func DetailsStep(o Order) Step {
	return Step{
		Target: fmt.Sprintf("details of customer %d", o.Customer.ID), Order: o.ID, Kind: StepDetails, repeatable: true,
		before: forgetDetails, known: o.Filed.Order, keep: keepDetails, row: o.ID,
	}
}

// ConfirmDetails remembers that an order says the same of its customer as Resico has: it has the last word all the same. It
// is [ErrBusy] when that is not so any more.
func (s *Shop) ConfirmDetails(ctx context.Context, o Order) error {
	kept, err := s.db.ExecContext(ctx, `UPDATE customers SET details_of = $1 WHERE id = $2 AND details_of = $3`,
		o.ID, o.Customer.ID, o.Filed.Order)
	if err != nil {
		return err
	}
	if n, err := kept.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return ErrBusy
}

// CustomersInResico returns the customers that are known to be in Resico.
func (s *Shop) CustomersInResico(ctx context.Context) ([]Customer, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT id, email, name, phone, address, post_code, resico_code FROM customers
		WHERE resico_code IS NOT NULL ORDER BY id`)
	return collect(rows, err, func(c *Customer) error {
		return rows.Scan(&c.ID, &c.Email, &c.Name, &c.Phone, &c.Address, &c.PostCode, &c.ResicoCode)
	})
}
