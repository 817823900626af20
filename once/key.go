package once

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/shelfwire/shelfwire"
)

// Key names one write.
type Key struct {
	// Name is unique among the writes of a store, such as "line 2 of order 17". Required.
	Name string

	// Request is what is sent. A hash of its JSON is kept with the record, so that the same name with another
	// request is noticed; the request itself is not kept. 12.50 and 12.500 are two requests: make it of the same
	// texts each time. What its JSON does not have, such as fields that are not exported, is not compared. Nil leaves
	// the comparison out.
	Request any
}

// validate returns the hash of the request.
func (k Key) validate() (fingerprint string, err error) {
	switch {
	case k.Name == "":
		return "", &shelfwire.FieldError{Field: "Name", Problem: "is missing"}
	case k.Name != toPrintable(k.Name):
		return "", &shelfwire.FieldError{Field: "Name", Problem: "is no text that a database can keep"}
	case k.Request == nil:
		return "", nil
	}
	data, err := json.Marshal(k.Request)
	if err != nil {
		return "", &shelfwire.FieldError{Field: "Request", Problem: "has no JSON: " + err.Error()}
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}

// toPrintable replaces what PostgreSQL cannot keep in a text.
func toPrintable(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}
