package virtpostest

// XMLEncoding is the encoding of a response in XML.
type XMLEncoding = xmlEncoding

// The encodings.
const (
	UTF8                = utf8Plain
	UTF8WithBOM         = utf8WithBOM
	Windows1251         = windows1251
	Windows1251InHeader = windows1251InHeader
)

// JSONShape is the form of a response in JSON.
type JSONShape = jsonShape

// JSONLists is the form of a list.
type JSONLists = jsonLists

// The forms of lists.
const (
	JSONArrays  = jsonArrays
	JSONKeyed   = jsonKeyed
	JSONWrapped = jsonWrapped
)

// ErrorStatus sets the HTTP status of responses whose success is 0. Unknown paths keep 404 or 405, and faults their own
// status.
func (s *Server) ErrorStatus(status int) {
	s.updateQuirks(func(q *quirks) { q.errorStatus = status })
}

// SetXMLEncoding sets the encoding of responses in XML.
func (s *Server) SetXMLEncoding(e XMLEncoding) {
	s.updateQuirks(func(q *quirks) { q.xmlEncoding = e })
}

// SetJSONShape sets the form of responses in JSON.
func (s *Server) SetJSONShape(shape JSONShape) {
	s.updateQuirks(func(q *quirks) { q.jsonShape = shape })
}
