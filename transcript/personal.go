package transcript

import "strings"

// field is one value of a message.
type field struct {
	path     []string // names from the outermost to that of the value itself; "*" for a name that is data
	value    string
	isNumber bool // a JSON number

	isParameter bool // of a query or a form
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
	switch {
	case f.value == "", f.isVocabulary():
		return false
	case f.isSomebodys():
		return !wordForm.MatchString(f.value)
	default:
		return f.isLongNumber() || !f.isPlain()
	}
}

// isSomebodys reports whether the name says that the value is of a person or a company, numbers included.
func (f *field) isSomebodys() bool {
	return personalName.MatchString(f.name()) || strings.EqualFold(f.name(), "number") && cardName.MatchString(f.ancestor(1))
}

// isPlain reports whether the form of a value shows that it is a number, a date or a flag.
func (f *field) isPlain() bool {
	return f.isNumber || numberForm.MatchString(f.value) || dateForm.MatchString(f.value) || wordForm.MatchString(f.value)
}

const (
	// longNumber is how many digits a number has that may be a barcode, a phone or a registration number.
	longNumber = 10
	// phoneNumber is how many a number has that may be a phone where people write what they like.
	phoneNumber = 7
)

// isLongNumber reports whether a number is too long for a count, an amount or an identifier of a database. The digits
// behind the point count where people write what they like, and where there is an exponent.
func (f *field) isLongNumber() bool {
	if !numberForm.MatchString(f.value) && !f.isNumber {
		return false
	}
	mantissa, _, hasExponent := strings.Cut(strings.ToLower(f.value), "e")
	whole, fraction, _ := strings.Cut(strings.ReplaceAll(strings.TrimPrefix(mantissa, "-"), ",", "."), ".")
	if !f.isNumber && freeName.MatchString(f.name()) {
		return len(whole)+len(fraction) >= phoneNumber
	}
	if hasExponent {
		return len(whole)+len(fraction) >= longNumber
	}
	return len(whole) >= longNumber
}

// isDataName reports whether a member of an object has data for a name: by its object, or by its form.
func isDataName(parent, name string) bool {
	return dataKeyed[strings.ToLower(parent)] || len(name) > maxNameLen || !memberForm.MatchString(name)
}

// isDataParameter reports whether the name of a parameter is data.
func isDataParameter(name string) bool {
	return len(name) > maxNameLen || !parameterForm.MatchString(name) && !isShortNumber(name)
}

// isShortNumber reports whether a text is a number that may count something or be an identifier of a database.
func isShortNumber(text string) bool {
	return text != "" && len(text) < longNumber && strings.Trim(text, "0123456789") == ""
}
