package virtpostest

// XMLEncoding is how a response in XML is encoded.
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

// JSONLists is how a list is written.
type JSONLists = jsonLists

// The forms of lists.
const (
	JSONArrays  = jsonArrays
	JSONKeyed   = jsonKeyed
	JSONWrapped = jsonWrapped
)

// ErrorStatus sets the HTTP status of responses whose success is 0. Calls for addresses that there are not have 404 or 405
// in any case, and faults their own status.
func (s *Server) ErrorStatus(status int) { s.restyle(func(st *style) { st.errorStatus = status }) }

// SetXMLEncoding sets the encoding of responses in XML.
func (s *Server) SetXMLEncoding(e XMLEncoding) { s.restyle(func(st *style) { st.encoding = e }) }

// SetJSONShape sets the form of responses in JSON.
func (s *Server) SetJSONShape(shape JSONShape) { s.restyle(func(st *style) { st.shape = shape }) }
