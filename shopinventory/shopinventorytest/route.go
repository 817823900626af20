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

const basePath = "/api/v2"

// call is a request for an item.
type call struct {
	*fake.Request
	kind string // of the identifier in the path
}

// newProvider returns the endpoints of the shop.
func (s *Server) newProvider() fake.Provider {
	p := fake.Provider{
		Name: "shopinventorytest",
		Base: basePath,
		Error: func(_ *fake.Request, status int, message string) fake.Response {
			return newRejection(status, message).encodeResponse()
		},
		Secrets: fake.AuthorizationSecrets,
		Redact:  func(r *fake.Record) { r.Header.Del("Authorization") },
	}
	for _, kind := range []string{"id", "sku", "ean"} {
		path := "inventory/" + kind + "/{identifier}"
		get, update := s.serveOperation(kind, (*Server).getItem), s.serveOperation(kind, (*Server).updateItem)
		p.Endpoints = append(p.Endpoints,
			fake.Endpoint{Op: "Inventory.Get", Method: http.MethodGet, Path: path, Serve: get},
			fake.Endpoint{Op: "Inventory.Update", Method: http.MethodPatch, Path: path, Serve: update},
		)
	}
	return p
}

// serveOperation returns the handler of an endpoint: it finds the item, carries the call out and responds with the item.
func (s *Server) serveOperation(kind string, carryOut func(*Server, *call, *Item) *rejection) func(*fake.Request) fake.Response {
	return func(r *fake.Request) fake.Response {
		c, now := &call{Request: r, kind: kind}, s.http.Now()
		s.mu.Lock()
		defer s.mu.Unlock()
		item, rejected := s.admitCall(c, now)
		if rejected == nil {
			rejected = carryOut(s, c, item)
		}
		if rejected != nil {
			return rejected.encodeResponse()
		}
		return fake.Response{Status: http.StatusOK, Body: s.catalogue.encodeItem(item)}
	}
}

// admitCall checks the key, the limits and the query of a call, and finds its item.
func (s *Server) admitCall(c *call, now time.Time) (*Item, *rejection) {
	if rejected := s.checkKey(c); rejected != nil {
		return nil, rejected
	}
	if rejected := s.limits.admitCall(now); rejected != nil {
		return nil, rejected
	}
	if names := slices.Sorted(maps.Keys(c.Query)); len(names) > 0 {
		return nil, rejectUndefined(undefinedFilter, "filter", names[0])
	}
	item := s.catalogue.find(c.itemRef())
	if item == nil {
		rejected := newRejection(http.StatusNotFound, "there is no product or variant with this "+c.kind)
		return nil, rejected.withDetail(c.kind, c.PathValue("identifier"))
	}
	return item, nil
}

// itemRef returns the ref of the path. A malformed id gives the zero ref, which finds no item.
func (c *call) itemRef() shopinventory.ItemRef {
	identifier := c.PathValue("identifier")
	switch c.kind {
	case "sku":
		return shopinventory.BySKU(identifier)
	case "ean":
		return shopinventory.ByEAN(identifier)
	}
	id, err := strconv.ParseInt(identifier, 10, 64)
	if err != nil || strconv.FormatInt(id, 10) != identifier {
		return shopinventory.ItemRef{}
	}
	return shopinventory.ByID(id)
}

// getItem accepts every read.
func (s *Server) getItem(*call, *Item) *rejection { return nil }
