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

func (s *Server) provider() fake.Provider {
	p := fake.Provider{
		Name: "shopinventorytest",
		Base: basePath,
		Error: func(_ *fake.Request, status int, message string) fake.Response {
			return refuse(status, message).reply()
		},
		Secrets: fake.AuthorizationSecrets,
		Redact:  func(r *fake.Record) { r.Header.Del("Authorization") },
	}
	for _, kind := range []string{"id", "sku", "ean"} {
		path := "inventory/" + kind + "/{identifier}"
		p.Endpoints = append(p.Endpoints,
			fake.Endpoint{Op: "Inventory.Get", Method: http.MethodGet, Path: path, Serve: s.serve(kind, (*Server).get)},
			fake.Endpoint{Op: "Inventory.Update", Method: http.MethodPatch, Path: path, Serve: s.serve(kind, (*Server).update)},
		)
	}
	return p
}

// serve makes an endpoint: it finds the item, carries the call out and responds with the item.
func (s *Server) serve(kind string, carryOut func(*Server, *call, *Item) *refusal) func(*fake.Request) fake.Response {
	return func(r *fake.Request) fake.Response {
		c, now := &call{Request: r, kind: kind}, s.http.Now()
		s.mu.Lock()
		defer s.mu.Unlock()
		item, refused := s.admit(c, now)
		if refused == nil {
			refused = carryOut(s, c, item)
		}
		if refused != nil {
			return refused.reply()
		}
		return fake.Response{Status: http.StatusOK, Body: s.catalogue.encode(item)}
	}
}

// admit checks what every call needs.
func (s *Server) admit(c *call, now time.Time) (*Item, *refusal) {
	if refused := s.checkKey(c); refused != nil {
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
		return nil, refused.with(c.kind, c.PathValue("identifier"))
	}
	return item, nil
}

// ref names no item when the identifier is not one.
func (c *call) ref() shopinventory.ItemRef {
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

func (s *Server) get(*call, *Item) *refusal { return nil }
