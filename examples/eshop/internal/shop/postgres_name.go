package shop

import (
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// isPostgres reports whether a database is named by the address of a server.
func isPostgres(database string) bool {
	return strings.HasPrefix(database, "postgres://") || strings.HasPrefix(database, "postgresql://")
}

// serverAddress is the address of a server in its parts, as libpq and pgx find them. For net/url a password ends at a mark
// that is not escaped, and what is behind that is none.
type serverAddress struct {
	scheme   string // with its slashes
	user     string
	password string
	place    string // hosts, ports and the name of the database
	settings []string
}

// errUnclearAddress says so little because there can be a password anywhere in the address.
var errUnclearAddress = errors.New("it is not clear what is what in its address: in a password, say %2F for /, %40 for @ and " +
	"%25 for %, or set PGPASSWORD")

// hostForm is a host with its port, and placeForm what a place is made of. What is written otherwise can be the rest of a
// password.
const hostForm = `(\[[^\]@]*\]|[^\[:/,@]*)(:[0-9]*)?`

var placeForm = regexp.MustCompile(`^` + hostForm + `(,` + hostForm + `)*(/[^@]*)?$`)

// parseServer takes an address apart. It is an error when a password can be where none belongs.
func parseServer(address string) (a serverAddress, err error) {
	scheme, rest, _ := strings.Cut(address, "://")
	a.scheme = scheme + "://"
	if i := strings.IndexAny(rest, "@/"); i >= 0 && rest[i] == '@' {
		a.user, a.password, _ = strings.Cut(rest[:i], ":")
		rest = rest[i+1:]
	}
	place, settings, _ := strings.Cut(rest, "?")
	a.place = place
	if settings != "" {
		a.settings = strings.Split(settings, "&")
	}
	isOdd := func(setting string) bool { return strings.Count(setting, "=") != 1 }
	if !placeForm.MatchString(place) || slices.ContainsFunc(a.settings, isOdd) {
		return serverAddress{}, errUnclearAddress
	}
	return a, nil
}

// isPassword reports whether a setting is a password, however its name is escaped.
func isPassword(setting string) bool {
	name, _, _ := strings.Cut(setting, "=")
	name, err := url.PathUnescape(name)
	return err != nil || slices.Contains([]string{"password", "sslpassword"}, strings.TrimSpace(name))
}

// at is the place behind a user.
func (a serverAddress) at(user string) string {
	if user != "" {
		user += "@"
	}
	return a.scheme + user + a.place
}

// pasteable is the address without passwords, which libpq's variables or files can hold as well. Everything else stays as it
// is written: another schema would be another shop.
func pasteable(address string) string {
	a, err := parseServer(address)
	if err != nil {
		return "postgres://…"
	}
	text := a.at(a.user)
	if settings := slices.DeleteFunc(a.settings, isPassword); len(settings) > 0 {
		text += "?" + strings.Join(settings, "&")
	}
	return text
}

// withoutPassword is the address as it may be shown; empty when it may not be.
func withoutPassword(address string) string {
	a, err := parseServer(address)
	if err != nil {
		return ""
	}
	user := a.user
	if a.password != "" {
		user += ":xxxxx"
	}
	return a.at(user)
}
