package resicotest

import (
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// result is the outcome of a call that succeeded.
type result struct {
	name    string // of the type and of the payload's member
	fields  []byte // JSON
	payload []byte // JSON
}

// oneRow returns a result with one row under "data", the payload of every call but a list.
func oneRow(name string, fields, row any) result {
	payload := append([]byte(`{"data":[`), fake.EncodeJSON(row)...)
	return result{name: name, fields: fake.EncodeJSON(fields), payload: append(payload, "]}"...)}
}

// encodeResponse puts the envelope around a payload, its members in the order of the guide.
func (r result) encodeResponse(c *call) fake.Response {
	buf := make([]byte, 0, len(r.payload)+256)
	buf = append(buf, `{"status":"ok","time":`...)
	buf = append(buf, fake.EncodeJSON(c.now.Format(time.RFC3339))...)
	buf = append(buf, `,"type":`...)
	buf = append(buf, fake.EncodeJSON(r.name)...)
	buf = append(buf, `,"fields":`...)
	buf = append(buf, r.fields...)
	if unknown := c.body.unknownNames(); len(unknown) > 0 {
		buf = append(buf, `,"warning":{"unknown":`...)
		buf = append(append(buf, fake.EncodeJSON(unknown)...), '}')
	}
	buf = append(append(buf, ','), fake.EncodeJSON(r.name)...)
	buf = append(append(buf, ':'), r.payload...)
	return fake.Response{Status: http.StatusOK, Body: append(buf, '}')}
}
