package virtpos

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/shelfwire/shelfwire/internal/check"
)

// validateOptional adds the problems of a reference that may be left out.
func (r ref) validateOptional(problems *check.Problems, field string) {
	if r.isSet {
		r.validate(problems, field)
	}
}

// selectIn sets the parameters id or external_id, which select one record of a section; none for the zero value.
func (r ref) selectIn(query url.Values) {
	switch {
	case !r.isSet:
	case r.external != "":
		query.Set("external_id", r.external)
	default:
		query.Set("id", strconv.FormatInt(r.id, 10))
	}
}

// verifySelected returns an error for a record that a query does not select. External ids are compared without case and
// surrounding spaces, as databases may do, and only where the record has one.
func (r ref) verifySelected(what string, id int64, external string, redact redactor) error {
	asked, came := strings.TrimSpace(r.external), strings.TrimSpace(external)
	switch {
	case !r.isSet:
		return nil
	case r.external == "" && id != r.id:
		return fmt.Errorf("%s was asked for, and %s %d came", r.describeAs(what), what, id)
	case asked != "" && came != "" && !strings.EqualFold(asked, came):
		return fmt.Errorf("%s was asked for, and %s %d with external id %q came", r.describeAs(what), what, id, redact.quote(came))
	default:
		return nil
	}
}

// validateIDs adds the problems of a pair of ids that select one record; without either they select all.
func validateIDs(problems *check.Problems, idField string, id int64, externalField, external string) {
	problems.NotNegative(idField, id)
	problems.Text(externalField, external)
	switch {
	case external != "" && strings.TrimSpace(external) == "":
		problems.Add(externalField, "is blank")
	case external != "" && id != 0:
		problems.Add(externalField, "excludes "+idField)
	}
}

// refOf returns the reference that a pair of ids makes; the zero value for neither.
func refOf(id int64, external string) ref {
	return ref{id: id, external: external, isSet: id != 0 || external != ""}
}
