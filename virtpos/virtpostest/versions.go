package virtpostest

import (
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// Version returns the version of a warehouse's stock: how often getOnhandVersion was called for it. It panics when
// there is no such warehouse.
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

// giveVersion begins the next version, so that only what was updated before is older than it.
func (s *Server) giveVersion(c *call) (fake.Reply, *refusal) {
	sh, err := s.store.shelfOf(c)
	if err != nil {
		return fake.Reply{}, err
	}
	sh.version++
	return c.reply(func(d document) {
		d.flag("success", true)
		d.whole("version", sh.version)
	}), nil
}

// zeroOutdated sets what is older than a version to zero, and leaves it as old as it was.
func (s *Server) zeroOutdated(c *call) (fake.Reply, *refusal) {
	sh, err := s.store.shelfOf(c)
	if err != nil {
		return fake.Reply{}, err
	}
	text := strings.TrimSpace(c.getOnly("version"))
	if text == "" {
		return fake.Reply{}, refuse("version is missing")
	}
	version, err := wholeNumber("version", text)
	if err != nil {
		return fake.Reply{}, err
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
		if row.Version < version && row.Quantity.Sign() != 0 {
			row.Quantity = zero(quantityPlaces)
			changed++
		}
	}
	return changed
}
