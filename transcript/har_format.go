package transcript

import "encoding/json"

// creatorName is what an archive calls the program that has written it.
const creatorName = "shelfwire"

// The members of HAR 1.2 that are written, as http://www.softwareishard.com/blog/har-12-spec/ lists them.
type (
	harEntry struct {
		Started  string      `json:"startedDateTime"`
		Time     json.Number `json:"time"`
		Request  harRequest  `json:"request"`
		Response harResponse `json:"response"`
		Cache    struct{}    `json:"cache"`
		Timings  harTimings  `json:"timings"`
		Comment  string      `json:"comment,omitempty"`
		Attempt  *harAttempt `json:"_attempt,omitempty"`
	}
	harRequest struct {
		Method      string       `json:"method"`
		URL         string       `json:"url"`
		HTTPVersion string       `json:"httpVersion"`
		Cookies     []harPair    `json:"cookies"`
		Headers     []harPair    `json:"headers"`
		Query       []harPair    `json:"queryString"`
		PostData    *harPostData `json:"postData,omitempty"`
		HeadersSize int64        `json:"headersSize"`
		BodySize    int64        `json:"bodySize"`
	}
	harPostData struct {
		MimeType string    `json:"mimeType"`
		Params   []harPair `json:"params,omitempty"` // of a form, which then has no Text
		Text     string    `json:"text"`
		Comment  string    `json:"comment,omitempty"`
		IsCut    bool      `json:"_truncated,omitempty"`
	}
	harResponse struct {
		Status      int        `json:"status"`
		StatusText  string     `json:"statusText"`
		HTTPVersion string     `json:"httpVersion"`
		Cookies     []harPair  `json:"cookies"`
		Headers     []harPair  `json:"headers"`
		Content     harContent `json:"content"`
		RedirectURL string     `json:"redirectURL"`
		HeadersSize int64      `json:"headersSize"`
		BodySize    int64      `json:"bodySize"`
	}
	harContent struct {
		Size     int64   `json:"size"`
		MimeType string  `json:"mimeType"`
		Text     *string `json:"text,omitempty"`
		Encoding string  `json:"encoding,omitempty"` // "base64", or none
		Comment  string  `json:"comment,omitempty"`
		IsCut    bool    `json:"_truncated,omitempty"`
		IsUTF8   bool    `json:"_utf8,omitempty"` // in UTF-8 under the label of another charset
	}
	harTimings struct {
		Blocked json.Number `json:"blocked"`
		DNS     json.Number `json:"dns"`
		Connect json.Number `json:"connect"`
		Send    json.Number `json:"send"`
		Wait    json.Number `json:"wait"`
		Receive json.Number `json:"receive"`
		SSL     json.Number `json:"ssl"`
	}
	harPair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	harAttempt struct {
		Provider string `json:"provider"`
		Op       string `json:"op"`
		Effect   string `json:"effect"`
		Number   int    `json:"number"`
		Outcome  string `json:"outcome,omitempty"`
		Error    string `json:"error,omitempty"`
	}
)
