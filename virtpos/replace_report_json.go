package virtpos

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/shelfwire/shelfwire"
)

// MarshalJSON returns the row, with its error as text; see [ReplaceReport].
func (r RowResult) MarshalJSON() ([]byte, error) {
	type plain RowResult
	return json.Marshal(struct {
		plain
		Err *storedError `json:",omitempty"`
	}{plain(r), storeError(r.Err)})
}

// UnmarshalJSON parses the form of MarshalJSON.
func (r *RowResult) UnmarshalJSON(data []byte) error {
	type plain RowResult
	var form struct {
		plain
		Err *storedError
	}
	if err := json.Unmarshal(data, &form); err != nil {
		return err
	}
	*r = RowResult(form.plain)
	r.Err = form.Err.restoreError()
	return nil
}

// MarshalJSON returns the report, with its errors as text.
func (r ReplaceReport) MarshalJSON() ([]byte, error) {
	type plain ReplaceReport
	return json.Marshal(struct {
		plain
		CheckErr *storedError `json:",omitempty"`
	}{plain(r), storeError(r.CheckErr)})
}

// UnmarshalJSON parses the form of MarshalJSON.
func (r *ReplaceReport) UnmarshalJSON(data []byte) error {
	type plain ReplaceReport
	var form struct {
		plain
		CheckErr *storedError
	}
	if err := json.Unmarshal(data, &form); err != nil {
		return err
	}
	*r = ReplaceReport(form.plain)
	r.CheckErr = form.CheckErr.restoreError()
	return nil
}

// storedError is an error restored from JSON: its text, its matches and its outcome.
type storedError struct {
	Text    string
	Matches []string `json:",omitempty"`
	Outcome shelfwire.Outcome
}

// matchNames are the errors that a restored error can match, by their names in JSON.
var matchNames = map[string]error{
	"invalid": shelfwire.ErrInvalid, "unauthorized": shelfwire.ErrUnauthorized, "forbidden": shelfwire.ErrForbidden,
	"not found": shelfwire.ErrNotFound, "conflict": shelfwire.ErrConflict, "rate limited": shelfwire.ErrRateLimited,
	"too large": shelfwire.ErrTooLarge, "malformed": shelfwire.ErrMalformed, "incomplete": shelfwire.ErrIncomplete,
	"canceled": context.Canceled, "deadline exceeded": context.DeadlineExceeded,
}

func storeError(err error) *storedError {
	if err == nil {
		return nil
	}
	stored := storedError{Text: err.Error(), Outcome: shelfwire.OutcomeOf(err)}
	for _, name := range slices.Sorted(maps.Keys(matchNames)) {
		if errors.Is(err, matchNames[name]) {
			stored.Matches = append(stored.Matches, name)
		}
	}
	return &stored
}

func (e *storedError) restoreError() error {
	if e == nil {
		return nil
	}
	return e
}

// Error returns the text of the stored error.
func (e *storedError) Error() string { return e.Text }

// CallOutcome returns the outcome of the stored error.
func (e *storedError) CallOutcome() shelfwire.Outcome { return e.Outcome }

// Is reports whether the stored error matched target.
func (e *storedError) Is(target error) bool {
	return slices.ContainsFunc(e.Matches, func(name string) bool { return target == matchNames[name] })
}
