package shop

import (
	"context"
	"database/sql"
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
}

// saveCustomer returns the customer's ID, new or not.
func saveCustomer(ctx context.Context, tx *sql.Tx, c Customer) (id int64, err error) {
	err = tx.QueryRowContext(ctx, `
		INSERT INTO customers (email, name, phone, address, post_code) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (email) DO UPDATE SET
		    name = excluded.name, phone = excluded.phone, address = excluded.address, post_code = excluded.post_code
		RETURNING id`,
		strings.ToLower(c.Email), c.Name, c.Phone, c.Address, c.PostCode).Scan(&id)
	return id, err
}

// CustomersInResico returns the customers that are known to be in Resico.
func (s *Shop) CustomersInResico(ctx context.Context) ([]Customer, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT id, email, name, phone, address, post_code, resico_code FROM customers
		WHERE resico_code IS NOT NULL ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var customers []Customer
	for rows.Next() {
		var c Customer
		if err := rows.Scan(&c.ID, &c.Email, &c.Name, &c.Phone, &c.Address, &c.PostCode, &c.ResicoCode); err != nil {
			return nil, err
		}
		customers = append(customers, c)
	}
	return customers, rows.Err()
}
