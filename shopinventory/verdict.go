package shopinventory

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// verdict is what a response says of its call, beside the data. The greater one outweighs the others.
type verdict uint8

const (
	verdictNone    verdict = iota
	verdictSuccess         // such as "success": true
	verdictUnclear         // such as "code": "order_not_found", "warnings": ["no change"]
	verdictFailure         // such as "success": false, "status": "error"
)

// verdicts are the verdicts of an object, by the members that have them. The vendor documents none of these members but
// "error"; they are those in which servers commonly tell how a call went.
type verdicts struct {
	flags verdict // of "success" and its like, "error" and "errors", which are no data of any record
	hints verdict // of names such as "error_message", "exception", "warnings"
	words verdict // of "status", "result" and codes, which may be data of a record
}

// readVerdicts reads the verdicts of an object.
func readVerdicts(object lenientjson.Value) (v verdicts) {
	for name, value := range object.Members() {
		v.add(name, value)
	}
	return v
}

// remarks are members whose objects may say more of the call, and never hold its data.
var remarks = []string{"meta", "status", "messages"}

// add adds the verdicts of one member.
func (v *verdicts) add(name string, value lenientjson.Value) {
	v.addMember(name, value)
	if slices.Contains(remarks, name) {
		v.addRemarks(value)
	}
}

// addRemarks adds the verdicts of an object that is no data.
func (v *verdicts) addRemarks(object lenientjson.Value) {
	for name, value := range object.Members() {
		v.addMember(name, value)
	}
}

// rejectsList reports whether a list beside these members is none: a failure, or an empty list that may be one. No list has
// a status of its own.
func (v *verdicts) rejectsList(isEmpty bool) bool {
	return v.strongest() == verdictFailure || isEmpty && v.strongest() == verdictUnclear
}

// strongest returns the verdict of all members.
func (v *verdicts) strongest() verdict { return max(v.flags, v.hints, v.words) }

var nameSeparators = strings.NewReplacer("_", "", "-", "", " ", "")

// addMember adds the verdict of a member itself, whose name may be in any spelling: isSuccess, is_success.
func (v *verdicts) addMember(name string, value lenientjson.Value) {
	switch name = strings.ToLower(nameSeparators.Replace(name)); name {
	case "success", "successful", "succeeded", "issuccess", "issuccessful", "ok", "isok":
		v.flags = max(v.flags, readFlag(value))
	case "error", "errors":
		v.flags = max(v.flags, verdictIf(isError(value), verdictFailure))
	case "haserror", "haserrors", "iserror", "exception", "fault", "failed", "failure", "failures":
		v.hints = max(v.hints, verdictIf(isError(value), verdictFailure))
	case "warning", "warnings":
		v.hints = max(v.hints, verdictIf(isError(value), verdictUnclear))
	case "status", "result":
		v.words = max(v.words, readWord(value))
	case "code", "statuscode", "httpcode", "httpstatus":
		v.words = max(v.words, readCode(value))
	case "data", "order", "response":
		v.words = max(v.words, verdictIf(string(value) == "false", verdictFailure))
	default:
		if strings.HasPrefix(name, "error") { // error_code, errorMessage
			v.hints = max(v.hints, verdictIf(isError(value), verdictFailure))
		}
	}
}

func verdictIf(given bool, v verdict) verdict {
	if given {
		return v
	}
	return verdictNone
}

// The words, apart from flags and numbers, that tell of either. All others are unclear.
var (
	successWords = []string{"ok", "success", "successful", "succeeded", "done", "yes", "y"}
	failureWords = []string{
		"error", "err", "fail", "failed", "failure", "exception", "invalid", "rejected", "denied", "forbidden", "unauthorized",
		"not_found", "not found", "ko", "nok", "no", "n",
	}
)

// readFlag returns the verdict of a member that is there to tell of success: an empty one is unclear.
func readFlag(value lenientjson.Value) verdict { return cmp.Or(readWord(value), verdictUnclear) }

// readWord returns the verdict of a flag, a word or a status of HTTP. A number such as 2 is unclear, and so is any other
// word. Objects and lists have none.
func readWord(value lenientjson.Value) verdict {
	if value.IsObject() || value.IsList() {
		return verdictNone
	}
	flag, _ := value.Bool()
	isSuccess, isFlag := flag.Get()
	text, _ := value.Text()
	word := strings.ToLower(strings.TrimSpace(text))
	switch {
	case isSuccess, slices.Contains(successWords, word):
		return verdictSuccess
	case isFlag, slices.Contains(failureWords, word):
		return verdictFailure
	default:
		return readCode(value)
	}
}

// readCode returns the verdict of a status of HTTP. Other numbers and texts are unclear.
func readCode(value lenientjson.Value) verdict {
	text, _ := value.Text()
	status, given, _ := value.Int()
	switch {
	case given && status >= http.StatusOK && status < http.StatusMultipleChoices:
		return verdictSuccess
	case given && status >= http.StatusMultipleChoices && status < 600:
		return verdictFailure
	default:
		return verdictIf(strings.TrimSpace(text) != "", verdictUnclear)
	}
}

// failureError returns the error of a body that tells of a failure, in its words.
func failureError(caller *call.Caller, object lenientjson.Value) error {
	return errors.New("the body tells of an error: " + readWords(caller, object))
}

// readWords returns the words of a body about its error, for people.
func readWords(caller *call.Caller, object lenientjson.Value) string {
	return clipText(caller, readError(object).String(), maxMessage)
}
