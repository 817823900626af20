package call

import (
	"io"
	"net/http"
	"time"

	"github.com/shelfwire/shelfwire"
)

// maxRecordedBody is how many bytes of a body a transcript gets.
const maxRecordedBody = 4 << 20

// recordedBody is the body of a response. It keeps the beginning of what its reader takes.
type recordedBody struct {
	io.ReadCloser

	response  *http.Response
	firstByte time.Duration // from the sending of the request until the header of the response was there
	kept      []byte
	size      int64 // bytes read
	ended     bool  // read to its end
}

// recordResponse puts a recorder between the body of a response and its reader, when there is a transcript.
func (r *reporter) recordResponse(a *attempt, resp *http.Response) {
	if r.transcript == nil {
		return
	}
	a.recorded = &recordedBody{ReadCloser: resp.Body, response: resp, firstByte: time.Since(a.began)}
	resp.Body = a.recorded
}

// Read passes on what comes, and keeps it up to the bound.
func (b *recordedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.kept = append(b.kept, p[:min(n, maxRecordedBody-len(b.kept))]...)
	b.size += int64(n)
	b.ended = b.ended || err == io.EOF
	return n, err
}

// isTruncated reports whether a part of the body was not kept.
func (b *recordedBody) isTruncated() bool {
	isWhole := b.ended || b.size == b.response.ContentLength
	return !isWhole || b.size > int64(len(b.kept))
}

// newExchange describes an attempt that was sent, keys redacted.
func (c *Caller) newExchange(a *attempt, seen *shelfwire.Attempt) shelfwire.Exchange {
	e := shelfwire.Exchange{
		Attempt: *seen,
		Started: a.began,
		Request: shelfwire.ExchangeRequest{
			Method:    a.op.Method,
			URL:       redactParameters(c.redact(a.url)),
			Header:    redactHeader(a.request.Header, c.redact),
			BodySize:  int64(len(a.body)),
			Truncated: len(a.body) > maxRecordedBody,
		},
	}
	e.Request.Body = c.redactSent(a.body[:min(len(a.body), maxRecordedBody)], a.request.Header, e.Request.Truncated)
	if a.recorded != nil {
		e.FirstByte, e.Response = a.recorded.firstByte, c.newExchangeResponse(a)
	}
	return e
}

// newExchangeResponse describes the response of an attempt.
func (c *Caller) newExchangeResponse(a *attempt) shelfwire.ExchangeResponse {
	b := a.recorded
	r := shelfwire.ExchangeResponse{
		StatusCode: b.response.StatusCode,
		Proto:      b.response.Proto,
		Header:     redactHeader(b.response.Header, c.redactorOf(a.op)),
		BodySize:   b.size,
		Truncated:  b.isTruncated(),
	}
	body := b.kept
	if a.op.ResponseIsSecret {
		if body = redactMembers(body); body == nil && len(b.kept) > 0 {
			r.Truncated = true
		}
	}
	r.Body = c.redactBody(body, b.response.Header, r.Truncated)
	return r
}
