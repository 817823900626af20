package virtpos

import (
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
)

// verdict is what a reply says of its own success.
type verdict struct {
	success string // "1", or the first that is not; empty until one has come
	info    []string
}

// hear takes in one of the elements in the root.
func (v *verdict) hear(e Element) {
	switch e.Name {
	case "success":
		if v.success == "" || v.success == "1" && e.Text != "" {
			v.success = e.Text
		}
	case "info":
		v.info = append(v.info, e.words()...)
	}
}

// words are the texts of an element and of those within it.
func (e Element) words() (words []string) {
	if e.Text != "" {
		words = append(words, e.Text)
	}
	for _, child := range e.Children {
		words = append(words, child.words()...)
	}
	return words
}

func (v *verdict) words() string { return strings.Join(v.info, "; ") }

// failed reports whether the reply has said that the call failed.
func (v *verdict) failed() bool { return v.success != "" && v.success != "1" }

// err is nil for a success. Only 0 says clearly that nothing was done.
func (v *verdict) err() error {
	r := &call.Refusal{Message: v.words(), Outcome: shelfwire.OutcomeUnknown}
	switch v.success {
	case "1":
		return nil
	case "0":
		r.Outcome = shelfwire.OutcomeRefused
	}
	if r.Message == "" {
		r.Message = v.fallback()
	}
	return r
}

// fallback is what there is to say about a failure without info.
func (v *verdict) fallback() string {
	switch v.success {
	case "":
		return "the reply does not say success"
	case "0":
		return "the reply says success 0, and no more about it"
	default:
		return fmt.Sprintf("the reply says success %q, which is neither 1 nor 0", clip(v.success))
	}
}

// verdictOf reads the verdict of a small reply.
func verdictOf(root Element) (v verdict) {
	for _, e := range root.Children {
		v.hear(e)
	}
	return v
}

// checkSuccess returns nil when a small reply says that the call succeeded, else a *call.Refusal.
func checkSuccess(root Element) error {
	v := verdictOf(root)
	return v.err()
}

// explain takes the server's words from a reply whose status is no success. Which statuses the server uses, and whether
// it sends its usual reply with them, is not documented.
func explain(r *call.Reply) {
	root, err := parse(r.Body)
	if err != nil {
		return
	}
	v := verdictOf(root)
	r.Message = v.words()
}
