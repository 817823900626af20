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

// call is a request.
type call struct {
	*fake.Request
	kind string // of the identifier in the path of an item
	now  time.Time
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
		get, update := s.serveItem(kind, (*Server).getItem), s.serveItem(kind, (*Server).updateItem)
		p.Endpoints = append(p.Endpoints,
			fake.Endpoint{Op: "Inventory.Get", Method: http.MethodGet, Path: path, Serve: get},
			fake.Endpoint{Op: "Inventory.Update", Method: http.MethodPatch, Path: path, Serve: update},
		)
	}
	p.Endpoints = append(p.Endpoints, s.productEndpoints()...)
	p.Endpoints = append(p.Endpoints, s.orderEndpoints()...)
	p.Endpoints = append(p.Endpoints, s.taxonomyEndpoints()...)
	return p
}

// serveCall returns the handler of an endpoint: it checks the key and the limits of a call, and carries it out.
func (s *Server) serveCall(carryOut func(*Server, *call) (fake.Response, *rejection)) func(*fake.Request) fake.Response {
	return func(r *fake.Request) fake.Response {
		c := &call{Request: r, now: s.http.Now()}
		s.mu.Lock()
		defer s.mu.Unlock()
		rejected := s.checkKey(c)
		if rejected == nil {
			rejected = s.limits.admitCall(c.now)
		}
		if rejected != nil {
			return rejected.encodeResponse()
		}
		response, rejected := carryOut(s, c)
		if rejected != nil {
			return rejected.encodeResponse()
		}
		return response
	}
}

// serveItem returns the handler of an endpoint of the inventory: it finds the item, carries the call out and responds with
// the item.
func (s *Server) serveItem(kind string, carryOut func(*Server, *call, *Item) *rejection) func(*fake.Request) fake.Response {
	return s.serveCall(func(s *Server, c *call) (fake.Response, *rejection) {
		c.kind = kind
		item, rejected := s.findItem(c)
		if rejected == nil {
			rejected = carryOut(s, c, item)
		}
		if rejected != nil {
			return fake.Response{}, rejected
		}
		return fake.Response{Status: http.StatusOK, Body: s.catalogue.encodeItem(item)}, nil
	})
}

// findItem checks the query of a call, and finds its item.
func (s *Server) findItem(c *call) (*Item, *rejection) {
	if rejected := c.checkQuery(); rejected != nil {
		return nil, rejected
	}
	item := s.catalogue.find(c.itemRef())
	if item == nil {
		rejected := newRejection(http.StatusNotFound, "there is no product or variant with this "+c.kind)
		return nil, rejected.withDetail(c.kind, c.PathValue("identifier"))
	}
	return item, nil
}

// checkQuery rejects a query with any other parameter than the known ones.
func (c *call) checkQuery(known ...string) *rejection {
	for _, name := range slices.Sorted(maps.Keys(c.Query)) {
		if !slices.Contains(known, name) {
			return rejectUndefined(undefinedFilter, "filter", name)
		}
	}
	return nil
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
