package fake

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// Fault is a fault that a server can be told to have: a [Spec], or a fault of package faults. Its only method is not
// exported, so that users of that package see nothing of it.
type Fault interface{ faultSpec() Spec }

func (s Spec) faultSpec() Spec { return s }

// Carrier makes the type that embeds it a [Fault].
type Carrier struct{ spec Spec }

func (c Carrier) faultSpec() Spec { return c.spec }

// Carry puts a spec into a carrier.
func Carry(spec Spec) Carrier { return Carrier{spec} }

// SpecOf returns what a fault is.
func SpecOf(f Fault) Spec { return f.faultSpec() }

// Spec is a fault as the server reads it. Package faults makes them.
type Spec struct {
	Ops   []string // operations that it meets; none means all
	Times int      // how many calls it meets; Always for all
	Skip  int      // how many calls it lets pass first

	Before func()                  // run before anything else; may be nil
	Apply  bool                    // carry the request out before the wait and the answer
	Delay  time.Duration           // wait
	Change func(Response) Response // applied to the answer, whoever gives it, unless there is none; may be nil

	Kind    Kind
	Status  int
	Header  http.Header
	Body    string
	Message string
}

// Always as Spec.Times is no end.
const Always = -1

// Kind is how a fault answers.
type Kind uint8

// The kinds of answers.
const (
	Proceed                   Kind = iota // as if there were no fault
	Respond                               // with Status, Header and Body
	RespondError                          // with Status and Message, in the provider's own form
	EchoKey                               // with Status and the credentials of the request
	DropConnection                        // not at all
	TruncateBody                          // carried out, with half of the body that was announced
	TruncateBodyWithoutLength             // carried out, with half of a body whose end is the end of the connection
	WrongType                             // carried out, with a value of another type
	RepeatPage                            // with the page before
)

// queue holds the faults that are not used up, in the order in which they were set.
type queue struct {
	mu      sync.Mutex
	pending []*pending
}

type pending struct {
	Spec
	seen, used int
}

func (q *queue) add(spec Spec) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pending = append(q.pending, &pending{Spec: spec})
}

func (q *queue) clear() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pending = nil
}

// take returns the faults that a call meets: at most one that answers, and before it those that do not.
func (q *queue) take(op *operation, pageSent bool) []Spec {
	q.mu.Lock()
	defer q.mu.Unlock()
	var met []Spec
	answered := false
	for _, p := range q.pending {
		if !p.sees(op) || answered || !p.isDue() || p.Kind == RepeatPage && !pageSent {
			continue
		}
		p.used++
		met = append(met, p.Spec)
		answered = p.Kind != Proceed
	}
	q.pending = slices.DeleteFunc(q.pending, (*pending).isUsedUp)
	return met
}

// sees counts the call when the fault is about its operation.
func (p *pending) sees(op *operation) bool {
	if op.name == "" || len(p.Ops) > 0 && !slices.Contains(p.Ops, op.name) || p.Kind == RepeatPage && !op.list {
		return false
	}
	p.seen++
	return true
}

func (p *pending) isDue() bool    { return p.seen > p.Skip && !p.isUsedUp() }
func (p *pending) isUsedUp() bool { return p.Times != Always && p.used >= p.Times }
