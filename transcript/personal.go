package transcript

import "strings"

// field is one value of a message.
type field struct {
	path     []string // names from the outermost to that of the value itself; "*" for a name that is data
	value    string
	isNumber bool // a JSON number
}

// name returns the name of the value, "" for one that has none.
func (f *field) name() string { return f.ancestor(0) }

// ancestor returns the name of the n-th member around the value.
func (f *field) ancestor(n int) string {
	if n >= len(f.path) {
		return ""
	}
	return f.path[len(f.path)-1-n]
}

// isPersonal reports whether a value is replaced. What is kept is listed: the API's own vocabulary, numbers, dates and
// flags. Texts of all other names are replaced, since nobody knows what a server writes there.
func (f *field) isPersonal() bool {
	name := strings.ToLower(f.name())
	switch {
	case f.value == "":
		return false
	case keptWords[name] && keptWord.MatchString(f.value), keptTexts[name] && keptText.MatchString(f.value):
		return false
	case strings.EqualFold(f.name(), "code") && codeForm.MatchString(f.value):
		return false
	case name == "name" && f.ancestor(1) == "error" && errorForm.MatchString(f.value):
		return false
	case personalName.MatchString(name):
		return !wordForm.MatchString(f.value)
	default:
		return f.isLongNumber() || !f.isPlain()
	}
}

// isPlain reports whether the form of a value shows that it is a number, a date or a flag.
func (f *field) isPlain() bool {
	return f.isNumber || numberForm.MatchString(f.value) || dateForm.MatchString(f.value) || wordForm.MatchString(f.value)
}

// longNumber is how many digits a number has that may be a barcode, a phone or a registration number.
const longNumber = 10

// isLongNumber reports whether a whole number is too long for a count, an amount or an identifier of a database.
func (f *field) isLongNumber() bool {
	digits := strings.TrimPrefix(f.value, "-")
	return len(digits) >= longNumber && strings.Trim(digits, "0123456789") == ""
}

// isDataName reports whether a member of an object has data for a name: by its object, or by its form.
func isDataName(parent, name string) bool {
	return dataKeyed[strings.ToLower(parent)] || len(name) > maxNameLen || !memberForm.MatchString(name)
}

// isShortNumber reports whether a text is a number that may count something or be an identifier of a database.
func isShortNumber(text string) bool {
	return text != "" && len(text) < longNumber && strings.Trim(text, "0123456789") == ""
}
