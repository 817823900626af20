package virtpostest

import "github.com/shelfwire/shelfwire/internal/fake"

// rejection is a failed call. Its texts are made up: the guide shows none.
type rejection struct {
	status int // 0 for the default
	info   string
}

func newRejection(info string) *rejection { return &rejection{info: info} }

// writeRejection returns the response to a failed call, in the requested format.
func (c *call) writeRejection(r *rejection) fake.Response {
	response := c.writeResponse(func(d document) {
		d.writeFlag("success", false)
		d.writeText("info", r.info)
	})
	switch {
	case r.status != 0:
		response.Status = r.status
	case c.quirks.errorStatus != 0:
		response.Status = c.quirks.errorStatus
	}
	return response
}
