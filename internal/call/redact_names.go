package call

import (
	"regexp"
	"strings"
)

// secretNames are names of parameters, members, elements and headers whose value is a key or a token, in lower case and
// without marks. A value there is replaced wherever it came from: a token that nobody has taken yet is known by its place
// alone.
var secretNames = map[string]bool{
	"accesstoken": true, "refreshtoken": true, "idtoken": true, "authtoken": true, "sessiontoken": true, "token": true,
	"apikey": true, "apisecret": true, "clientsecret": true, "clientkey": true, "secret": true,
	"password": true, "passwd": true,
}

var nameMarks = strings.NewReplacer("_", "", "-", "")

// isSecretName reports whether a name is one of secretNames, with or without an X in front.
func isSecretName(name string) bool {
	plain := strings.ToLower(nameMarks.Replace(name))
	return secretNames[plain] || secretNames[strings.TrimPrefix(plain, "x")]
}

// keyParameter is the parameter of a query, a fragment or a form that holds a key, and its value.
var keyParameter = regexp.MustCompile(`(?i)((?:^|[?&#])(?:x[_-]?)?(?:(?:access|refresh|id|auth|session)[_-]?token|` +
	`api[_-]?(?:key|secret)|client[_-]?(?:secret|key)|passw(?:or)?d|token|secret)=)[^&#]*`)

// redactParameters replaces keys in a URL or a form by their place, since one of under minSecret bytes is looked for
// nowhere else.
func redactParameters(text string) string {
	return keyParameter.ReplaceAllString(text, "${1}"+redactedText)
}

// redactNamed replaces keys in any text by their place, also in JSON that breaks off: in quotes behind a name in quotes,
// behind an equals sign, and in an element.
func redactNamed(text string) string {
	var spans []span
	for i := 0; i < len(text); i++ {
		if strings.IndexByte(":=>", text[i]) < 0 || !hasSecretName(text[:i], text[i]) {
			continue
		}
		if value := findValue(text, i+1, text[i]); value.from < value.to {
			spans = append(spans, value)
			i = value.to - 1
		}
	}
	return replaceSpans(text, spans)
}

// hasSecretName reports whether a text ends with a name of secretNames, as it stands before a separator.
func hasSecretName(text string, separator byte) bool {
	const quotes = `"'\ `
	end := len(text)
	for end > 0 && separator != '>' && strings.IndexByte(quotes, text[end-1]) >= 0 {
		end--
	}
	if end == 0 || strings.IndexByte("ntydNTYD", text[end-1]) < 0 { // how such names end
		return false
	}
	start := end
	for start > 0 && isNameByte(text[start-1]) {
		start--
	}
	return isMarked(text, start, end, separator) && isSecretName(text[start:end])
}

// isMarked reports whether what stands around a name shows that it is one: a quote behind it, for JSON, the bracket of an
// element before it, and the beginning of a parameter before what is an ordinary word, too.
func isMarked(text string, start, end int, separator byte) bool {
	switch {
	case separator == ':':
		return end < len(text)
	case separator == '>':
		return start > 0 && text[start-1] == '<'
	case end-start <= len("secret"):
		return start == 0 || strings.IndexByte(`?&#"'`, text[start-1]) >= 0
	default:
		return true
	}
}

func isNameByte(c byte) bool {
	return c == '_' || c == '-' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// findValue returns the value behind a separator: up to the closing quote, or to what ends a value that has none.
func findValue(text string, from int, separator byte) span {
	ends := `"'\&#,;<>{}[] ` + "\t\r\n"
	if separator == '>' {
		ends = "<"
	} else if rest := strings.TrimLeft(text[from:], `\ `); rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		from, ends = len(text)-len(rest)+1, `"'\`
	} else if separator == ':' && (rest == "" || rest[0] != '-' && (rest[0] < '0' || rest[0] > '9')) {
		return span{} // true, null, or the beginning of an object
	}
	length := strings.IndexAny(text[from:], ends)
	if length < 0 {
		length = len(text) - from
	}
	return span{from, from + length}
}

var (
	webToken = regexp.MustCompile(`eyJ[\w-]+\.[\w.-]+`) // a JSON web token
	longWord = regexp.MustCompile(`[\w+/~-]{24,}`)
)

// redactTokenWords replaces words that look like tokens: what is long and has digits, or is longer than any word.
func redactTokenWords(text string) string {
	const longest = 40
	return longWord.ReplaceAllStringFunc(webToken.ReplaceAllString(text, redactedText), func(word string) string {
		if len(word) >= longest || strings.ContainsAny(word, "0123456789") {
			return redactedText
		}
		return word
	})
}

// redactorOf returns the function that redacts what comes back from an operation. A response that is a secret may have it
// anywhere.
func (c *Caller) redactorOf(op Op) func(string) string {
	if !op.ResponseIsSecret {
		return c.redact
	}
	return func(text string) string { return redactTokenWords(c.redact(text)) }
}
