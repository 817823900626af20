package shopinventorytest

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/shopinventory"
)

const (
	basePath = "/api/v2"

	opGet    = "Inventory.Get"
	opUpdate = "Inventory.Update"
)

func (s *Server) provider() fake.Provider {
	return fake.Provider{
		Name:    "shopinventorytest",
		Ops:     []string{opGet, opUpdate},
		Route:   s.route,
		Error:   func(status int, message string) fake.Reply { return refuse(status, message).reply() },
		Secrets: secrets,
		Hide:    hide,
	}
}

// call is a request for an item.
type call struct {
	*fake.Request
	kind, identifier string // from the path
}

// route knows one address, /inventory/{type}/{identifier}, and two methods.
func (s *Server) route(r *fake.Request) fake.Operation {
	segments := fake.Segments(r.Path, basePath)
	if !isInventory(segments) {
		return nowhere(refuse(http.StatusNotFound, "there is nothing at this address"))
	}
	c := &call{Request: r, kind: segments[1], identifier: segments[2]}
	serve := func(name string, carryOut func(*Server, *call, *Item) *refusal) fake.Operation {
		return fake.Operation{Name: name, Do: func() fake.Reply { return s.answer(c, carryOut) }}
	}
	switch r.Method {
	case http.MethodGet:
		return serve(opGet, (*Server).get)
	case http.MethodPatch:
		return serve(opUpdate, (*Server).update)
	default:
		refused := refuse(http.StatusMethodNotAllowed, "this address does not take this method")
		refused.header = http.Header{"Allow": {"GET, PATCH"}}
		return nowhere(refused)
	}
}

func isInventory(segments []string) bool {
	return len(segments) == 3 && segments[0] == "inventory" &&
		slices.Contains([]string{"id", "sku", "ean"}, segments[1]) && segments[2] != ""
}

func nowhere(r *refusal) fake.Operation { return fake.Operation{Do: r.reply} }

// answer finds the item, carries the call out and answers with the item.
func (s *Server) answer(c *call, carryOut func(*Server, *call, *Item) *refusal) fake.Reply {
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	item, refused := s.admit(c, now)
	if refused == nil {
		refused = carryOut(s, c, item)
	}
	if refused != nil {
		return refused.reply()
	}
	return fake.Reply{Status: http.StatusOK, Body: s.catalogue.encode(item)}
}

// admit checks what every call needs.
func (s *Server) admit(c *call, now time.Time) (*Item, *refusal) {
	if refused := s.checkKey(c.Header); refused != nil {
		return nil, refused
	}
	if refused := s.limits.check(now); refused != nil {
		return nil, refused
	}
	if names := slices.Sorted(maps.Keys(c.Query)); len(names) > 0 {
		return nil, undefined(undefinedFilter, "filter", names[0])
	}
	item := s.catalogue.find(c.ref())
	if item == nil {
		refused := refuse(http.StatusNotFound, "there is no product or variant with this "+c.kind)
		return nil, refused.with(c.kind, c.identifier)
	}
	return item, nil
}

// ref names no item when the identifier is not one.
func (c *call) ref() shopinventory.Ref {
	switch c.kind {
	case "sku":
		return shopinventory.BySKU(c.identifier)
	case "ean":
		return shopinventory.ByEAN(c.identifier)
	}
	id, err := strconv.ParseInt(c.identifier, 10, 64)
	if err != nil || strconv.FormatInt(id, 10) != c.identifier {
		return shopinventory.Ref{}
	}
	return shopinventory.ByID(id)
}

func (s *Server) get(*call, *Item) *refusal { return nil }
