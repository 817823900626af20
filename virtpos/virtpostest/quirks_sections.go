package virtpostest

import "time"

// PastTheEnd is how the server responds to a page of customers behind the last one.
type PastTheEnd string

// The responses to a page behind the last one.
const (
	EmptyPage PastTheEnd = "an empty page"
	LastPage  PastTheEnd = "the last page again"
)

// SetPastTheEnd sets the response to a page of customers behind the last one. The default is EmptyPage.
func (s *Server) SetPastTheEnd(response PastTheEnd) {
	s.updateQuirks(func(q *quirks) { q.pastTheEnd = response })
}

// SetCustomerCap sets how many customers a response has at most, as on a server that cuts long lists short. 0 removes the
// bound, which is the default.
func (s *Server) SetCustomerCap(n int) { s.updateQuirks(func(q *quirks) { q.customerCap = n }) }

// SetDaysLimit shortens every period of documents to so many days back, as a server may, and makes responses say so, except
// those about transfers. 0 removes the bound, which is the default.
func (s *Server) SetDaysLimit(n int) { s.updateQuirks(func(q *quirks) { q.daysLimit = n }) }

// SetZone sets the zone in which days begin. The default is Moscow's, 3 hours ahead of UTC.
func (s *Server) SetZone(zone *time.Location) { s.updateQuirks(func(q *quirks) { q.zone = zone }) }

// SetInflowName sets the name of an element in the list of inflows: the vendor's sample has "inlow", and public programs read
// "inflow", which is the default.
func (s *Server) SetInflowName(name string) { s.updateQuirks(func(q *quirks) { q.inflowName = name }) }
