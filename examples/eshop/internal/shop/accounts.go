package shop

import (
	"context"
	"database/sql"
	"fmt"
)

// Accounts is where the orders of a shop become invoices.
type Accounts string

// The accounts that an order can go to.
const (
	InResico Accounts = "Resico" // the default
	InERPXT  Accounts = "ERP XT"
)

// Currency is the one that invoices are in: that of ERP XT's drafts, and of Resico unless somebody says otherwise.
func (a Accounts) Currency() string {
	if a == InERPXT {
		return "PLN"
	}
	return "EUR"
}

// KeepAccounts ties the database to its accounts on first use. Afterwards it rejects any others with an
// [*OtherAccountsError]: an order that has begun its way into the one must not go to the other as well.
func (s *Shop) KeepAccounts(ctx context.Context, want Accounts) error {
	return s.inTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx,
			`INSERT INTO settings (key, value) VALUES ('accounts', $1) ON CONFLICT (key) DO NOTHING`, string(want))
		if err != nil {
			return err
		}
		var have Accounts
		err = tx.QueryRowContext(ctx, `SELECT value FROM settings WHERE key = 'accounts'`).Scan(&have)
		if err == nil && have != want {
			err = &OtherAccountsError{Have: have, Want: want}
		}
		return err
	})
}

// Accounts returns the accounts that the database is tied to.
func (s *Shop) Accounts(ctx context.Context) (a Accounts, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT `+selectAccounts).Scan(&a)
	return a, err
}

// selectAccounts selects the accounts, also in a database that has none yet.
const selectAccounts = `COALESCE((SELECT value FROM settings WHERE key = 'accounts'), 'Resico')`

// OtherAccountsError says that the orders of a database go to other accounts.
type OtherAccountsError struct{ Have, Want Accounts }

// Error names both.
func (e *OtherAccountsError) Error() string {
	return fmt.Sprintf("the orders of this database become invoices in %s, and must not go to %s as well", e.Have, e.Want)
}

// OrdersForERPXT returns all orders, when they go to ERP XT.
func (s *Shop) OrdersForERPXT(ctx context.Context) ([]Order, error) {
	return s.ordersOf(ctx, `SELECT id FROM orders WHERE `+selectAccounts+` = 'ERP XT' ORDER BY id`)
}

// ordersOf reads the orders whose numbers a query selects.
func (s *Shop) ordersOf(ctx context.Context, query string) ([]Order, error) {
	ids, err := s.orderIDs(ctx, query)
	if err != nil {
		return nil, err
	}
	orders := make([]Order, len(ids))
	for i, id := range ids {
		if orders[i], err = s.Order(ctx, id); err != nil {
			return nil, err
		}
	}
	return orders, nil
}
