package transcript

import (
	"context"
	"errors"

	"github.com/shelfwire/shelfwire"
)

// errorKinds are what an error can match, in the order in which they are looked for.
var errorKinds = []error{
	shelfwire.ErrInvalid, shelfwire.ErrUnauthorized, shelfwire.ErrForbidden, shelfwire.ErrNotFound, shelfwire.ErrConflict,
	shelfwire.ErrRateLimited, shelfwire.ErrTooLarge, shelfwire.ErrMalformed, shelfwire.ErrIncomplete,
	context.Canceled, context.DeadlineExceeded,
}

// describeError says what kind of error it is. The text of an error may hold what the server said, and is given only
// when whole says so.
func describeError(err error, whole bool) string {
	switch {
	case err == nil:
		return ""
	case whole:
		return err.Error()
	}
	for _, kind := range errorKinds {
		if errors.Is(err, kind) {
			return kind.Error()
		}
	}
	return "failed"
}
