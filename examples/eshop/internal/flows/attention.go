package flows

import (
	"errors"
	"fmt"

	"github.com/shelfwire/shelfwire"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// Attention is what a push could not bring to where it belongs. It is tried again in the next run.
type Attention struct {
	Problems []Problem
	More     int // problems beyond those
}

// Problem is a product that could not be pushed, or an order whose status could not be set.
type Problem struct {
	SKU    string
	Order  int64 `json:",omitempty"` // 0 for a product
	Kind   ProblemKind
	Reason string
}

// Name says what it is about.
func (p Problem) Name() string {
	if p.Order != 0 {
		return fmt.Sprintf("order %d", p.Order)
	}
	return p.SKU
}

// ProblemKind says who can put a problem right.
type ProblemKind string

// The kinds of problems.
const (
	Twice    ProblemKind = "twice"    // the provider has it more than once; a person has to delete the others
	Rejected ProblemKind = "rejected" // the provider does not take it; a person has to look at the reason
	Unclear  ProblemKind = "unclear"  // nobody knows what became of it; the next run sees to it
)

// maxProblems is how many problems are kept for people: who has more than that has one, many times.
const maxProblems = 10

func (a *Attention) note(problem Problem) {
	if len(a.Problems) == maxProblems {
		a.More++
		return
	}
	a.Problems = append(a.Problems, problem)
}

// maxSilent is after how many unclear writes in a row a run ends: then it is not the product, it is the provider.
const maxSilent = 3

// isUnclear reports whether a write may or may not have happened.
func isUnclear(err error) bool {
	if _, parked := errors.AsType[*shop.ParkedError](err); parked {
		return true
	}
	failed, ok := errors.AsType[*shelfwire.Error](err)
	return ok && (failed.Outcome == shelfwire.OutcomeUnknown || failed.Outcome == shelfwire.OutcomeApplied)
}
