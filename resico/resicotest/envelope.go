package resicotest

import (
	"net/http"
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

// response puts the envelope around a payload, its members in the order of the guide.
func (r result) reply(c *call) fake.Response {
	buf := make([]byte, 0, len(r.payload)+256)
	buf = append(buf, `{"status":"ok","time":`...)
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
	buf = append(append(buf, ':'), r.payload...)
	return fake.Response{Status: http.StatusOK, Body: append(buf, '}')}
}
