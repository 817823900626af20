package shopinventorytest

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/fake"
	"github.com/shelfwire/shelfwire/shopinventory"
)

// createdDay is how the filters by the day of creation are read.
type createdDay struct {
	zone    *time.Location // nil for UTC
	exclude bool           // the day itself is outside
}

// SetCreatedDay sets how the filters created_after and created_before are read, which is undocumented: in which zone a day
// begins, and whether the day itself is included. The default is UTC and true.
func (s *Server) SetCreatedDay(zone *time.Location, inclusive bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.orders.created = createdDay{zone: zone, exclude: !inclusive}
}

func (s *Server) orderEndpoints() []fake.Endpoint {
	list := []fake.Endpoint{
		{Op: "Orders.List", Method: http.MethodGet, Path: "orders", List: true, Serve: s.serveCall((*Server).listOrders)},
		{Op: "Orders.Get", Method: http.MethodGet, Path: "orders/{identifier}", Serve: s.serveCall((*Server).getOrder)},
	}
	for _, action := range []shopinventory.OrderAction{
		shopinventory.ActionInProcess, shopinventory.ActionShipped, shopinventory.ActionDelivered,
		shopinventory.ActionReturned, shopinventory.ActionCancelled,
	} {
		list = append(list, fake.Endpoint{
			Op: "Orders.SetStatus", Method: http.MethodPatch, Path: "orders/{identifier}/" + string(action),
			Serve: s.serveCall(func(s *Server, c *call) (fake.Response, *rejection) { return s.setStatus(c, action) }),
		})
	}
	return list
}

// orderFilter is what a request asks of the list of orders.
type orderFilter struct {
	lines         bool
	ids           []string // nil for all
	after, before shelfwire.Date
	oldestFirst   bool
	sorted        bool
}

func (s *Server) listOrders(c *call) (fake.Response, *rejection) {
	rejected := c.checkQuery("start", "limit", "include", "sort", "ids", "payment_status", "shipping_status",
		"payment_method_code", "created_after", "created_before")
	if rejected != nil {
		return fake.Response{}, rejected
	}
	w, rejected := s.readWindow(c)
	if rejected != nil {
		return fake.Response{}, rejected
	}
	filter, rejected := c.readOrderFilter()
	if rejected != nil {
		return fake.Response{}, rejected
	}
	rows := s.orders.filter(c, filter)
	return s.respondPage(c, w, len(rows), func(buf []byte, at int) []byte {
		return append(buf, encodeOrder(rows[at], filter.lines)...)
	}), nil
}

func (s *Server) getOrder(c *call) (fake.Response, *rejection) {
	if rejected := c.checkQuery("include"); rejected != nil {
		return fake.Response{}, rejected
	}
	lines, rejected := c.readLineInclude()
	if rejected != nil {
		return fake.Response{}, rejected
	}
	order, rejected := s.findOrder(c)
	if rejected != nil {
		return fake.Response{}, rejected
	}
	return fake.Response{Status: http.StatusOK, Body: encodeOrder(order, lines)}, nil
}

// setStatus carries an action out, and responds with the order.
func (s *Server) setStatus(c *call, action shopinventory.OrderAction) (fake.Response, *rejection) {
	if rejected := c.checkQuery(); rejected != nil {
		return fake.Response{}, rejected
	}
	order, rejected := s.findOrder(c)
	if rejected != nil {
		return fake.Response{}, rejected
	}
	s.carryOut(order, action)
	order.Modified = c.now
	return fake.Response{Status: http.StatusOK, Body: encodeOrder(order, false)}, nil
}

func (s *Server) findOrder(c *call) (*shopinventory.Order, *rejection) {
	order := s.orders.find(c.PathValue("identifier"))
	if order == nil {
		return nil, newRejection(http.StatusNotFound, "there is no order with this id")
	}
	return order, nil
}

func (c *call) readLineInclude() (lines bool, rejected *rejection) {
	switch include := c.Query.Get("include"); include {
	case "":
		return false, nil
	case "line_items":
		return true, nil
	default:
		return false, rejectValue("include", "has no such name: "+include)
	}
}

func (c *call) readOrderFilter() (f orderFilter, rejected *rejection) {
	f.lines, rejected = c.readLineInclude()
	if rejected != nil {
		return f, rejected
	}
	if c.Query.Has("ids") {
		f.ids = strings.Split(c.Query.Get("ids"), ",")
	}
	switch sort := c.Query.Get("sort"); sort {
	case "":
	case "date_created.asc", "date_created.desc":
		f.sorted, f.oldestFirst = true, sort == "date_created.asc"
	default:
		return f, rejectValue("sort", "has no such order: "+sort)
	}
	for name, day := range map[string]*shelfwire.Date{"created_after": &f.after, "created_before": &f.before} {
		if !c.Query.Has(name) {
			continue
		}
		parsed, err := shelfwire.ParseDate(c.Query.Get(name))
		if err != nil {
			return f, rejectValue(name, "is no day in the form YYYY-MM-DD")
		}
		*day = parsed
	}
	return f, nil
}

// filter returns the orders that a request asks for.
func (b *orderBook) filter(c *call, f orderFilter) []*shopinventory.Order {
	var list []*shopinventory.Order
	for _, order := range b.orders {
		if matchesQuery(c, order) && b.created.matches(order.Created, f) && (f.ids == nil || slices.Contains(f.ids, order.ID)) {
			list = append(list, order)
		}
	}
	if f.sorted {
		slices.SortStableFunc(list, func(a, b *shopinventory.Order) int { return a.Created.Compare(b.Created) })
		if !f.oldestFirst {
			slices.Reverse(list)
		}
	}
	return list
}

// matchesQuery compares an order with the filters by equality.
func matchesQuery(c *call, order *shopinventory.Order) bool {
	for name, value := range map[string]string{
		"payment_status": string(order.PaymentStatus), "shipping_status": string(order.ShippingStatus),
		"payment_method_code": order.PaymentMethodCode,
	} {
		if c.Query.Has(name) && c.Query.Get(name) != value {
			return false
		}
	}
	return true
}

// matches reports whether a time is on a day between the two of a request.
func (d createdDay) matches(created time.Time, f orderFilter) bool {
	zone := d.zone
	if zone == nil {
		zone = time.UTC
	}
	day := shelfwire.DateOf(created.In(zone)).String()
	isAfter := f.after.IsZero() || day > f.after.String() || !d.exclude && day == f.after.String()
	isBefore := f.before.IsZero() || day < f.before.String() || !d.exclude && day == f.before.String()
	return isAfter && isBefore
}

func encodeOrder(order *shopinventory.Order, lines bool) []byte {
	shown := *order
	shown.HasLines = lines
	if !lines {
		shown.Lines = nil
	}
	return fake.EncodeJSON(shown)
}
