package transcript

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
)

// The members of HAR 1.2 that are read. Programs differ in the kinds of what they write, so a kind counts only where the
// value does.
type (
	readFile struct {
		Log *readLog `json:"log"`
	}
	readLog struct {
		Creator    json.RawMessage   `json:"creator"`
		Entries    []json.RawMessage `json:"entries"`
		Pseudonyms []string          `json:"_pseudonyms"`
	}
	readEntry struct {
		Request struct {
			Method   string        `json:"method"`
			URL      string        `json:"url"`
			PostData *readPostData `json:"postData"`
		} `json:"request"`
		Response struct {
			Status      looseNumber `json:"status"`
			HTTPVersion looseText   `json:"httpVersion"`
			Headers     []loosePair `json:"headers"`
			Content     readContent `json:"content"`
		} `json:"response"`
	}
	readPostData struct {
		MimeType looseText   `json:"mimeType"`
		Params   []loosePair `json:"params"`
		Text     looseText   `json:"text"`
		Encoding looseText   `json:"encoding"`
		IsCut    bool        `json:"_truncated"`
	}
	readContent struct {
		Size     looseNumber `json:"size"`
		MimeType looseText   `json:"mimeType"`
		Text     *string     `json:"text"`
		Encoding looseText   `json:"encoding"`
		Comment  looseText   `json:"comment"`
		IsCut    bool        `json:"_truncated"`
		IsUTF8   bool        `json:"_utf8"`
	}
)

// isOurs reports whether an archive was written by [HAR].
func (l *readLog) isOurs() bool {
	var creator struct {
		Name looseText `json:"name"`
	}
	return json.Unmarshal(l.Creator, &creator) == nil && creator.Name == creatorName
}

// looseText is a text, or a number as it is written; "" for anything else.
type looseText string

// UnmarshalJSON never fails.
func (t *looseText) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) != nil && bytes.IndexByte([]byte("{[tf"), data[0]) < 0 {
		text = string(data)
	}
	*t = looseText(text)
	return nil
}

// looseNumber is a whole number, also with a fraction or as a text; 0 for anything else.
type looseNumber int64

// UnmarshalJSON never fails.
func (n *looseNumber) UnmarshalJSON(data []byte) error {
	number, _ := strconv.ParseFloat(strings.Trim(string(data), `"`), 64)
	*n = looseNumber(number)
	return nil
}

// loosePair is a name with a value.
type loosePair struct{ Name, Value looseText }

// UnmarshalJSON never fails.
func (p *loosePair) UnmarshalJSON(data []byte) error {
	var pair struct{ Name, Value looseText }
	_ = json.Unmarshal(data, &pair)
	*p = pair
	return nil
}

// isBase64 reports whether a body is written in base64.
func (t looseText) isBase64() bool { return strings.EqualFold(string(t), "base64") }

// decodeBase64 decodes base64 with or without its padding, and with white space in it.
func decodeBase64(text string) ([]byte, error) {
	return base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.Join(strings.Fields(text), ""), "="))
}
