package shopinventorytest

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// ProductOrder is the order of the product list. That of a shop is undocumented.
type ProductOrder uint8

// The orders of the product list.
const (
	ProductsByID       ProductOrder = iota // ascending
	ProductsByModified                     // the product that was changed last first, so that products move
)

// SetProductOrder sets the order of the product list. The default is ProductsByID.
func (s *Server) SetProductOrder(order ProductOrder) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catalogue.byModified = order == ProductsByModified
}

func (s *Server) productEndpoints() []fake.Endpoint {
	return []fake.Endpoint{
		{Op: "Products.List", Method: http.MethodGet, Path: "products", List: true, Serve: s.serveCall((*Server).listProducts)},
		{Op: "Products.Get", Method: http.MethodGet, Path: "products/{identifier}", Serve: s.serveCall((*Server).getProduct)},
	}
}

func (s *Server) listProducts(c *call) (fake.Response, *rejection) {
	rejected := c.checkQuery("start", "limit", "fields", "include", "status")
	if rejected != nil {
		return fake.Response{}, rejected
	}
	w, rejected := s.readWindow(c)
	if rejected != nil {
		return fake.Response{}, rejected
	}
	form, rejected := c.readProductForm()
	if rejected != nil {
		return fake.Response{}, rejected
	}
	rows := s.catalogue.products(shopinventory.ProductStatus(c.Query.Get("status")))
	return s.respondPage(c, w, len(rows), func(buf []byte, at int) []byte {
		return s.catalogue.appendProduct(buf, rows[at], form)
	}), nil
}

func (s *Server) getProduct(c *call) (fake.Response, *rejection) {
	if rejected := c.checkQuery("include", "fields"); rejected != nil {
		return fake.Response{}, rejected
	}
	form, rejected := c.readProductForm()
	if rejected != nil {
		return fake.Response{}, rejected
	}
	c.kind = "id"
	item := s.catalogue.find(c.itemRef())
	if item == nil || item.Parent != 0 {
		return fake.Response{}, newRejection(http.StatusNotFound, "there is no product with this id")
	}
	return fake.Response{Status: http.StatusOK, Body: s.catalogue.appendProduct(nil, item, form)}, nil
}

// products returns the products, without variants, in the order of the list; with a status, those that have it.
func (c *catalogue) products(status shopinventory.ProductStatus) (list []*Item) {
	for _, item := range c.items {
		if item.Parent == 0 && (status == "" || item.status() == status) {
			list = append(list, item)
		}
	}
	if c.byModified {
		slices.SortFunc(list, func(a, b *Item) int { return cmp.Compare(c.touched[b.ID], c.touched[a.ID]) })
	}
	return list
}

func (i *Item) status() shopinventory.ProductStatus {
	return cmp.Or(i.Status, shopinventory.ProductActive)
}

// productForm is what a request asks of each product.
type productForm struct {
	fields   []string // nil for all
	variants bool
}

// readProductForm reads the parameters fields and include.
func (c *call) readProductForm() (form productForm, rejected *rejection) {
	if c.Query.Has("fields") {
		form.fields = strings.Split(c.Query.Get("fields"), ",")
	}
	for _, field := range form.fields {
		if !slices.ContainsFunc(productColumns, func(column productColumn) bool { return column.name == field }) {
			return form, rejectUndefined(undefinedField, "field", field)
		}
	}
	for _, name := range strings.Split(c.Query.Get("include"), ",") {
		switch name {
		case "variants":
			form.variants = true
		case "", "images":
		default:
			return form, rejectValue("include", "has no such name: "+name)
		}
	}
	return form, nil
}
