package virtpostest

import (
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// Versioning is how the server counts the versions of a warehouse's stock, on which the guide is silent.
type Versioning string

// The ways to count versions. The documentation of virtpos.StoreService.ReplaceOnHand says how it copes with each.
const (
	// VersionsByCall is the default: each call of getOnhandVersion begins a new version, and each update gives its row the
	// current one.
	VersionsByCall Versioning = "by call"
	// VersionsByChange is like VersionsByCall, but an update that changes nothing keeps the version of its row.
	VersionsByChange Versioning = "by change"
	// VersionsInSeconds uses the time in seconds since 1970 as the version.
	VersionsInSeconds Versioning = "in seconds"
	// NoVersions returns 0 from getOnhandVersion, and gives rows the version 0.
	NoVersions Versioning = "none"
)

// SetVersioning sets how versions are counted from now on.
func (s *Server) SetVersioning(v Versioning) { s.updateQuirks(func(q *quirks) { q.versioning = v }) }

// Version returns the version of a warehouse's stock that getOnhandVersion returned last: with VersionsByCall,
// how often it was called. It panics for an unknown warehouse.
func (s *Server) Version(warehouseID int64) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store.mustWarehouse(warehouseID).version
}

// Zeroings returns how often setZeroOnhand was carried out for a warehouse. It panics for an unknown warehouse.
func (s *Server) Zeroings(warehouseID int64) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store.mustWarehouse(warehouseID).zeroings
}

// beginVersion begins the next version and returns it.
func (s *Server) beginVersion(c *call) (fake.Response, *rejection) {
	ws, err := s.store.warehouseOf(c)
	if err != nil {
		return fake.Response{}, err
	}
	ws.version = c.nextVersion(ws.version)
	return c.writeResponse(func(d document) {
		d.writeFlag("success", true)
		d.writeInt("version", ws.version)
	}), nil
}

// nextVersion returns the version after last, by the server's versioning.
func (c *call) nextVersion(last int64) int64 {
	switch c.quirks.versioning {
	case VersionsInSeconds:
		return c.now.Unix()
	case NoVersions:
		return 0
	default:
		return last + 1
	}
}

// rowVersion returns the version of a row after an update.
func (c *call) rowVersion(ws *warehouseStock, before, after *Row) int64 {
	switch {
	case c.quirks.versioning == VersionsInSeconds:
		return c.now.Unix()
	case c.quirks.versioning == VersionsByChange && before.isSame(after):
		return before.Version
	default:
		return ws.version
	}
}

// isSame reports whether an update has left a row as it was. Numbers always have the same places.
func (r *Row) isSame(other *Row) bool {
	return r.OnHand.String() == other.OnHand.String() && r.COGS.String() == other.COGS.String() &&
		r.ManufactureDate == other.ManufactureDate && r.ExpiryDate == other.ExpiryDate
}

// zeroOutdated sets the rows older than a version to zero, and keeps their versions.
func (s *Server) zeroOutdated(c *call) (fake.Response, *rejection) {
	ws, err := s.store.warehouseOf(c)
	if err != nil {
		return fake.Response{}, err
	}
	text := strings.TrimSpace(c.queryParam("version"))
	if text == "" {
		return fake.Response{}, newRejection("version is missing")
	}
	version, err := parseWholeNumber("version", text)
	if err != nil {
		return fake.Response{}, err
	}
	changed := ws.zeroOutdated(version)
	return c.writeResponse(func(d document) {
		d.writeFlag("success", true)
		d.writeInt("count", changed)
	}), nil
}

// zeroOutdated returns how many rows differed from zero before.
func (ws *warehouseStock) zeroOutdated(version int64) (changed int64) {
	ws.zeroings++
	for _, row := range ws.rows {
		if row.Version < version && row.OnHand.Sign() != 0 {
			row.OnHand = zeroAmount(quantityPlaces)
			changed++
		}
	}
	return changed
}
