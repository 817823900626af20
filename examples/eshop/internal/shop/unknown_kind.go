package shop

import (
	"context"
	"errors"
	"regexp"
	"strings"
)

// ErrUnknownKind says that a database is named by an address of a kind that the shop cannot use.
var ErrUnknownKind = errors.New("want the name of a file, or postgres://…, such as " +
	"postgres://me@shop.example/shop; the variable PGPASSWORD can have the password")

// settingForm is how a setting of libpq's other form begins: host=shop.example password=…
var settingForm = regexp.MustCompile(`(?i)(^|\s)(host|hostaddr|port|dbname|user|password|passfile|service|sslmode)\s*=`)

// schemeForm is how an address begins whose slashes are not two.
var schemeForm = regexp.MustCompile(`(?i)^\s*(file|postgres|postgresql):`)

// isUnknownKind reports whether a name was meant for the address of a server, or for SQLite's own form of one. It would
// become a file.
func isUnknownKind(database string) bool {
	return strings.Contains(database, "://") || schemeForm.MatchString(database) || settingForm.MatchString(database)
}

// unknownKind is a database that cannot be opened. It has no name: there can be a password anywhere in it.
func unknownKind() dialect {
	reject := func(context.Context) (connection, error) { return connection{}, ErrUnknownKind }
	return dialect{
		connect: reject, read: reject,
		exists:  func() bool { return true }, // opening it says it better
		isInUse: func(error) bool { return false },
	}
}
