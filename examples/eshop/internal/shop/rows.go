package shop

import "database/sql"

// each reads the rows of a query by a function. A list that breaks off is an error, as the query can be, and a row.
func each(rows *sql.Rows, err error, read func() error) error {
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := read(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// collect returns the rows of a query, each as a function reads it.
func collect[T any](rows *sql.Rows, err error, read func(*T) error) ([]T, error) {
	var list []T
	err = each(rows, err, func() error {
		var v T
		if err := read(&v); err != nil {
			return err
		}
		list = append(list, v)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// column returns the rows of a query that asks for one thing.
func column[T any](rows *sql.Rows, err error) ([]T, error) {
	return collect(rows, err, func(v *T) error { return rows.Scan(v) })
}
