package resicotest

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// result is what a call brings back when it succeeds.
type result struct {
	name    string // of the type and of the payload's member
	fields  []byte // JSON
	payload []byte // JSON
}

// oneRow is the payload of everything but a list: one row under "data".
func oneRow(name string, fields, row any) result {
	payload := append([]byte(`{"data":[`), fake.Encode(row)...)
	return result{name: name, fields: fake.Encode(fields), payload: append(payload, "]}"...)}
}

// reply puts the envelope around a payload, its members in the order of the guide.
func (r result) reply(c *call, odd *oddities) fake.Reply {
	payload := odd.payload(r.payload)
	buf := make([]byte, 0, len(payload)+256)
	buf = append(buf, `{"status":`...)
	buf = append(buf, fake.Encode(cmp.Or(odd.status, "ok"))...)
	buf = append(buf, `,"time":`...)
	buf = append(buf, fake.Encode(c.now.Format(time.RFC3339))...)
	buf = append(buf, `,"type":`...)
	buf = append(buf, fake.Encode(r.name)...)
	buf = append(buf, `,"fields":`...)
	buf = append(buf, r.fields...)
	if unknown := c.body.unknown(); len(unknown) > 0 {
		buf = append(buf, `,"warning":{"unknown":`...)
		buf = append(append(buf, fake.Encode(unknown)...), '}')
	}
	buf = append(append(buf, ','), fake.Encode(r.name)...)
	buf = append(append(buf, ':'), payload...)
	return fake.Reply{Status: http.StatusOK, Body: append(buf, '}')}
}

// refusal is a failed call. The vendor documents no form: this is the envelope, with the members that Laravel has for
// what is wrong.
type refusal struct {
	status  int
	Status  string              `json:"status,omitempty"` // empty where the framework answers before the application
	Message string              `json:"message"`
	Errors  map[string][]string `json:"errors,omitempty"` // by field
}

func refuse(status int, message string) *refusal {
	return &refusal{status: status, Status: "error", Message: message}
}

// refuseEarly is Laravel's own answer, for a request that does not reach the application.
func refuseEarly(status int, message string) *refusal {
	return &refusal{status: status, Message: message}
}

// refuseFields refuses fields of the request. The message names the first one.
func refuseFields(problems map[string][]string) *refusal {
	first := slices.Min(slices.Collect(maps.Keys(problems)))
	r := refuse(http.StatusUnprocessableEntity, first+" "+problems[first][0])
	if len(problems) > 1 {
		r.Message += fmt.Sprintf(" (and %d more)", len(problems)-1)
	}
	r.Errors = problems
	return r
}

func (r *refusal) reply() fake.Reply { return fake.Reply{Status: r.status, Body: fake.Encode(r)} }
