package call

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire"
)

// BenchmarkTranscript shows what a transcript costs a small call.
func BenchmarkTranscript(b *testing.B) {
	srv := newSmallServer()
	defer srv.Close()
	for name, transcript := range transcripts {
		b.Run(name, func(b *testing.B) {
			call := smallTranscribedCall(b, srv.URL, transcript)
			b.ReportAllocs()
			for b.Loop() {
				if err := call(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

var transcripts = map[string]func(context.Context, shelfwire.Exchange){
	"unset": nil, "set": func(context.Context, shelfwire.Exchange) {},
}

func smallTranscribedCall(
	tb testing.TB, address string, transcript func(context.Context, shelfwire.Exchange),
) func() error {
	tb.Helper()
	c := newCaller(tb, shelfwire.Options{BaseURL: address, Transcript: transcript})
	return func() error {
		var thing smallThing
		return c.Do(tb.Context(), Request{Op: opRead, Path: []string{"things", "TShirt.Blk.XL"}}, func(body []byte) error {
			return json.Unmarshal(body, &thing)
		})
	}
}

// A transcript that is unset costs no allocation: the steps that would make an exchange make none. Not parallel: it
// counts what the process allocates.
func TestTranscript_UnsetAllocatesNothing(t *testing.T) {
	c, _ := scripted(t, shelfwire.Options{}, responds(200, "{}"))
	a := attempt{encodedRequest: &encodedRequest{op: opRead}, sent: true}
	resp, _ := responds(200, "{}")(nil)
	body := resp.Body
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		c.reporter.recordResponse(&a, resp)
		c.reporter.reportAttempt(t.Context(), c, &a, nil, retryDecision{})
	}))
	assert.Nil(t, a.recorded)
	assert.Equal(t, body, resp.Body)
}
