package shelfwire

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
)

// Value returns NULL for an absent field, for null and for a nil pointer. A present value takes its own
// [driver.Valuer] or, as a text, number, bool, time or []byte, the form that database/sql gives it. Other types are
// an error.
func (o Opt[T]) Value() (driver.Value, error) {
	if o.isEmpty() {
		return nil, nil
	}
	if valuer, ok := asInterface[driver.Valuer](&o.value); ok {
		return valuer.Value()
	}
	value, err := driver.DefaultParameterConverter.ConvertValue(o.value)
	if err != nil {
		return nil, fmt.Errorf("%T has no SQL form: %w", o.value, err)
	}
	return value, nil
}

// Scan reads a value through T's own [sql.Scanner], or as database/sql reads into a *T. NULL becomes an absent
// field, so that a row that is read and sent on clears nothing at the provider. An error leaves o as it was.
func (o *Opt[T]) Scan(value any) error {
	if value == nil {
		*o = Opt[T]{}
		return nil
	}
	var column sql.Null[T]
	if err := column.Scan(value); err != nil {
		return err
	}
	*o = Set(column.V)
	return nil
}
