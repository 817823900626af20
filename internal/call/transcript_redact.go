package call

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"

	"github.com/shelfwire/shelfwire/internal/charset"
)

// redactHeader returns a copy of headers with keys redacted. Credentials and cookies are replaced whole.
func (c *Caller) redactHeader(header http.Header) http.Header {
	clean := make(http.Header, len(header))
	for name, values := range header {
		if name == redirectTargetKey {
			name = "Location"
		}
		for _, value := range values {
			clean[name] = append(clean[name], c.redactHeaderValue(name, value))
		}
	}
	return clean
}

// keyParameter is the parameter of a query or a form that holds a key, and its value.
var keyParameter = regexp.MustCompile(`(?i)((?:^|[?&])(?:apikey|api_key|access_token|client_secret)=)[^&#]*`)

// redactParameters replaces keys by their place, since one of under minSecret bytes is looked for nowhere else.
func redactParameters(text string) string {
	return keyParameter.ReplaceAllString(text, "${1}"+redactedText)
}

// redactSent redacts the body of a request.
func (c *Caller) redactSent(body []byte, header http.Header, isCut bool) []byte {
	clean := c.redactBody(body, header, isCut)
	if len(clean) > 0 && strings.HasSuffix(header.Get("Content-Type"), "form-urlencoded") {
		clean = []byte(redactParameters(string(clean)))
	}
	return clean
}

// redactHeaderValue keeps the scheme of credentials, and nothing of a cookie or of a header for keys.
func (c *Caller) redactHeaderValue(name, value string) string {
	switch name {
	case "Authorization", "Proxy-Authorization":
		scheme, _, _ := strings.Cut(value, " ")
		return c.redact(scheme) + " " + redactedText
	case "Cookie", "Set-Cookie", "X-Client-Code", "X-Client-Key":
		return redactedText
	default:
		return c.redact(value)
	}
}

// redactBody returns a copy of a body with keys redacted. isCut says that the body may end within a key.
func (c *Caller) redactBody(body []byte, header http.Header, isCut bool) []byte {
	if len(body) == 0 {
		return nil
	}
	redact := func(text string) string { return redactText(text, c.redact) }
	if isCut {
		redact = c.redactCut
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

// redactMembers replaces the texts and numbers of a JSON object, other than those of statusMembers. It returns nil
// for everything else, in which a secret may stand anywhere.
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
		case isKept || strings.IndexByte("{}[],:tfn", token[0]) >= 0:
		default:
			token = quoteJSON(redactedText)
		}
		out.Write(token)
	}
	return out.Bytes()
}
