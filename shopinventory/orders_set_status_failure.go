package shopinventory

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// failureWords are values of "status" and "result" that tell of a failure. No order has such a member.
var failureWords = []string{"error", "fail", "failed", "failure", "invalid", "rejected", "denied", "ko", "nok"}

// wrappers are members in which a shop may put the order, or the verdict.
var wrappers = []string{"data", "order", "result", "response"}

// checkVerdict returns an error for an object that tells of a failure in one of the usual forms.
func checkVerdict(caller *call.Caller, object lenientjson.Value) error {
	isFailure := isError(object.Member("error")) || isError(object.Member("errors"))
	for _, name := range []string{"success", "ok"} {
		flag, _ := object.Member(name).Bool()
		isFailure = isFailure || !flag.Or(true)
	}
	for _, name := range []string{"status", "result"} {
		text, _ := object.Member(name).Text()
		isFailure = isFailure || slices.Contains(failureWords, strings.ToLower(strings.TrimSpace(text)))
	}
	for _, name := range []string{"status", "code"} {
		status, given, _ := object.Member(name).Int()
		isFailure = isFailure || given && status >= http.StatusBadRequest && status < 600
	}
	if isFailure {
		return errors.New("the body tells of an error: " + clipText(caller, readError(object).String(), maxMessage))
	}
	return nil
}

// maxUnwrapped bounds the objects whose members are looked at for further ones.
const maxUnwrapped = 32

// wrappedObjects returns an object, and the objects that it wraps, one in another or in a list.
func wrappedObjects(object lenientjson.Value) []lenientjson.Value {
	objects := []lenientjson.Value{object}
	for at := range maxUnwrapped {
		if at == len(objects) {
			break
		}
		for _, name := range wrappers {
			member := objects[at].Member(name)
			elements := []lenientjson.Value{member}
			if member.IsList() {
				elements, _ = member.List()
			}
			objects = append(objects, slices.DeleteFunc(elements, func(v lenientjson.Value) bool { return !v.IsObject() })...)
		}
	}
	return objects
}
