package virtpostest

import "github.com/shelfwire/shelfwire/internal/fake"

// rejection is a failed call. Its texts are made up: the guide shows none.
type refusal struct {
	status int // 0 for the usual one
	info   string
}

func refuse(info string) *refusal { return &refusal{info: info} }

// rejected is the response to a failed call, in the format that the call asks for.
func (c *call) refused(r *refusal) fake.Response {
	reply := c.reply(func(d document) {
		d.flag("success", false)
		d.text("info", r.info)
	})
	switch {
	case r.status != 0:
		reply.Status = r.status
	case c.style.errorStatus != 0:
		reply.Status = c.style.errorStatus
	}
	return reply
}
