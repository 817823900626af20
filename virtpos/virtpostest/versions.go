package virtpostest

import (
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// Versioning is how the server counts the versions of a warehouse's stock, which the guide does not say.
type Versioning string

// The ways to count versions. What virtpos.StoreService.ReplaceOnHand makes of each is in its documentation.
const (
	// VersionsByCall is a new server's: each call of getOnhandVersion begins a new version, and each update gives it to
	// its row.
	VersionsByCall Versioning = "by call"
	// VersionsByChange is the same, but an update that changes nothing leaves the version of its row as it was.
	VersionsByChange Versioning = "by change"
	// VersionsInSeconds takes the time in seconds since 1970 for the version.
	VersionsInSeconds Versioning = "in seconds"
	// NoVersions answers getOnhandVersion with 0, and gives 0 to rows.
	NoVersions Versioning = "none"
)

// SetVersioning sets how versions are counted from now on.
func (s *Server) SetVersioning(v Versioning) { s.restyle(func(st *style) { st.versioning = v }) }

// Version returns the version of a warehouse's stock that getOnhandVersion gave last: with VersionsByCall, how often it was
// called. It panics when there is no such warehouse.
func (s *Server) Version(warehouseID int64) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store.mustShelf(warehouseID).version
}

// Zeroings returns how often setZeroOnhand was carried out for a warehouse. It panics when there is no such one.
func (s *Server) Zeroings(warehouseID int64) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store.mustShelf(warehouseID).zeroings
}

// giveVersion begins the next version.
func (s *Server) giveVersion(c *call) (fake.Response, *refusal) {
	sh, err := s.store.shelfOf(c)
	if err != nil {
		return fake.Response{}, err
	}
	sh.version = c.nextVersion(sh.version)
	return c.reply(func(d document) {
		d.flag("success", true)
		d.whole("version", sh.version)
	}), nil
}

// nextVersion follows a version, so that only what was updated before is older, as far as the server can tell.
func (c *call) nextVersion(last int64) int64 {
	switch c.style.versioning {
	case VersionsInSeconds:
		return c.now.Unix()
	case NoVersions:
		return 0
	default:
		return last + 1
	}
}

// rowVersion is the version of a row after an update.
func (c *call) rowVersion(sh *shelf, before, after *Row) int64 {
	switch {
	case c.style.versioning == VersionsInSeconds:
		return c.now.Unix()
	case c.style.versioning == VersionsByChange && before.isSame(after):
		return before.Version
	default:
		return sh.version
	}
}

// isSame reports whether an update has changed nothing. Numbers have the same places always.
func (r *Row) isSame(other *Row) bool {
	return r.OnHand.String() == other.OnHand.String() && r.COGS.String() == other.COGS.String() &&
		r.ManufactureDate == other.ManufactureDate && r.ExpiryDate == other.ExpiryDate
}

// zeroOutdated sets what is older than a version to zero, and leaves it as old as it was.
func (s *Server) zeroOutdated(c *call) (fake.Response, *refusal) {
	sh, err := s.store.shelfOf(c)
	if err != nil {
		return fake.Response{}, err
	}
	text := strings.TrimSpace(c.getOnly("version"))
	if text == "" {
		return fake.Response{}, refuse("version is missing")
	}
	version, err := wholeNumber("version", text)
	if err != nil {
		return fake.Response{}, err
	}
	changed := sh.zero(version)
	return c.reply(func(d document) {
		d.flag("success", true)
		d.whole("count", changed)
	}), nil
}

// zero returns how many rows were not zero before.
func (sh *shelf) zero(version int64) (changed int64) {
	sh.zeroings++
	for _, row := range sh.rows {
		if row.Version < version && row.OnHand.Sign() != 0 {
			row.OnHand = zero(quantityPlaces)
			changed++
		}
	}
	return changed
}
