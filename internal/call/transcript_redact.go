package call

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/shelfwire/shelfwire/internal/charset"
)

// redactHeader returns a copy of headers with keys redacted. Credentials and cookies are replaced whole.
func redactHeader(header http.Header, redact func(string) string) http.Header {
	clean := make(http.Header, len(header))
	for name, values := range header {
		if name == redirectTargetKey {
			name = "Location"
		}
		for _, value := range values {
			clean[name] = append(clean[name], redactHeaderValue(name, value, redact))
		}
	}
	return clean
}

// redactSent redacts the body of a request.
func (c *Caller) redactSent(body []byte, header http.Header, isCut bool) []byte {
	clean := c.redactBody(body, header, isCut)
	if strings.HasSuffix(header.Get("Content-Type"), "form-urlencoded") {
		clean = []byte(redactParameters(string(clean)))
	}
	return clean
}

// redactHeaderValue keeps the scheme of credentials, and nothing of a cookie or of a header for keys.
func redactHeaderValue(name, value string, redact func(string) string) string {
	switch {
	case name == "Authorization", name == "Proxy-Authorization":
		scheme, _, _ := strings.Cut(value, " ")
		return redact(scheme) + " " + redactedText
	case name == "Cookie", name == "Set-Cookie", name == "X-Client-Code", isSecretName(name):
		return redactedText
	case name == "Location":
		return redactParameters(redact(value))
	default:
		return redactNamed(redact(value))
	}
}

// redactBody returns a copy of a body with keys redacted. isCut says that the body may end within a key.
func (c *Caller) redactBody(body []byte, header http.Header, isCut bool) []byte {
	if len(body) == 0 {
		return nil
	}
	redact := func(text string) string { return redactNamed(redactText(text, c.redact)) }
	if isCut {
		redact = func(text string) string { return redactNamed(c.redactCut(text)) }
	}
	name := bodyCharset(header, body)
	if name == "" {
		return []byte(redact(string(body)))
	}
	return redactCharset(body, name, redact)
}

// bodyCharset returns the charset of a body that may be one other than UTF-8; "" for none.
func bodyCharset(header http.Header, body []byte) string {
	if name := charset.FromXML(body); name != "" {
		return name
	}
	return charset.FromContentType(header.Get("Content-Type"))
}

// redactCharset redacts a body in a charset of one byte for each character, and leaves the body in its charset.
func redactCharset(body []byte, name string, redact func(string) string) []byte {
	text, err := charset.ToUTF8(body, name)
	if err != nil {
		return []byte(redact(string(body)))
	}
	clean := redact(string(text))
	if clean == string(text) {
		return append([]byte(nil), body...)
	}
	return charset.FromUTF8([]byte(clean), name)
}

// statusMembers are the members of the response to a token request that hold no secret.
var statusMembers = map[string]bool{
	"token_type": true, "expires": true, "expires_in": true, "scope": true,
	"error": true, "error_description": true, "error_uri": true, "Code": true, "Message": true,
}

// redactMembers replaces the texts and numbers of a JSON object, other than those of statusMembers, and words there that
// look like tokens. It returns nil for everything else, in which a secret may stand anywhere.
func redactMembers(body []byte) []byte {
	var in, out bytes.Buffer
	if json.Compact(&in, trimByteOrderMarks(body)) != nil || in.Bytes()[0] != '{' {
		return nil
	}
	isKept := false
	for rest := in.Bytes(); len(rest) > 0; {
		token := nextToken(rest)
		rest = rest[len(token):]
		switch isName := len(rest) > 0 && rest[0] == ':'; {
		case isName:
			isKept = statusMembers[string(bytes.Trim(token, `"`))]
		case strings.IndexByte("{}[],:tfn", token[0]) >= 0:
		case isKept:
			token = []byte(redactTokenWords(string(token)))
		default:
			token = quoteJSON(redactedText)
		}
		out.Write(token)
	}
	return out.Bytes()
}
