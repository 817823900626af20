package fake

import (
	"net/http"
	"time"
)

// Fault is a failure that a server shows on demand: a [Spec], or a fault of package faults. Its method is unexported,
// so that users of that package see none of it.
type Fault interface{ faultSpec() Spec }

func (s Spec) faultSpec() Spec { return s }

// BaseFault makes a type that embeds it a [Fault].
type BaseFault struct{ spec Spec }

func (c BaseFault) faultSpec() Spec { return c.spec }

// NewBaseFault returns the base of a fault with a spec.
func NewBaseFault(spec Spec) BaseFault { return BaseFault{spec} }

// SpecOf returns the spec of a fault.
func SpecOf(f Fault) Spec { return f.faultSpec() }

// Spec describes a fault to the server. Package faults makes them.
type Spec struct {
	Ops   []string // the operations that meet the fault; none means all
	Times int      // how many calls meet it, or Always
	Skip  int      // how many calls pass first

	Before func()                  // runs before anything else; may be nil
	Apply  bool                    // carries the request out before the delay and the response
	Delay  time.Duration           // the wait before the response
	Change func(Response) Response // changes the response, of whatever origin, if there is one; may be nil

	Kind    Kind
	Status  int         // of Respond, RespondError and EchoKey
	Header  http.Header // of Respond
	Body    string      // of Respond
	Message string      // of RespondError
}

// Always as Spec.Times lets every call meet the fault.
const Always = -1

// Kind is how the server responds under a fault.
type Kind uint8

// The kinds of responses.
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
