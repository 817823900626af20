package fake

import (
	"bytes"
	"compress/gzip"
	"maps"
	"net/http"
	"strconv"
	"strings"
)

// minGzip is the length from which on bodies are compressed.
const minGzip = 1 << 10

// sendResponse writes a response up to its cut. To cut the connection it aborts the handler: the server then closes the
// connection behind the flushed part of the response.
func (s *Server) sendResponse(w http.ResponseWriter, r *http.Request, response Response) {
	if response.cut == noResponse {
		panic(http.ErrAbortHandler)
	}
	if response.hasBody() {
		w.Header().Set("Content-Type", "application/json")
	}
	maps.Copy(w.Header(), response.Header)
	w.Header().Del("Content-Length") // this and the next follow from the body
	w.Header().Del("Transfer-Encoding")
	switch {
	case response.cut == withoutLength:
		response.sendWithoutLength(w)
	case response.isStream():
		response.sendStream(w)
	default:
		s.sendBody(w, r, response)
	}
}

// sendBody announces the full length of a body, also when only half of it is sent. Of an empty body that is cut, it
// announces one byte and sends none.
func (s *Server) sendBody(w http.ResponseWriter, r *http.Request, response Response) {
	header, body := w.Header(), response.Body
	if len(body) >= minGzip && header.Get("Content-Encoding") == "" && acceptsGzip(r) {
		header.Set("Content-Encoding", "gzip")
		body = s.compressBody(body)
	}
	announced := len(body)
	if response.cut == halfBody {
		announced, body = max(announced, 1), body[:len(body)/2]
	}
	header.Set("Content-Length", strconv.Itoa(announced))
	w.WriteHeader(response.Status)
	_, _ = w.Write(body)
	if response.cut == halfBody {
		breakOff(w)
	}
}

// sendWithoutLength sends the first half of a body and closes the connection, as if that were all. The body stays
// uncompressed, since the checksum of gzip would show the cut.
func (r *Response) sendWithoutLength(w http.ResponseWriter) {
	w.Header().Set("Transfer-Encoding", "identity") // for net/http: no length, no chunks, close afterwards
	w.WriteHeader(r.Status)
	_, _ = w.Write(r.firstHalf())
}

// breakOff sends the written part of the response and closes the connection.
func breakOff(w http.ResponseWriter) {
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func acceptsGzip(r *http.Request) bool {
	for _, list := range r.Header.Values("Accept-Encoding") {
		for coding := range strings.SplitSeq(list, ",") {
			if name, _, _ := strings.Cut(coding, ";"); strings.EqualFold(strings.TrimSpace(name), "gzip") {
				return true
			}
		}
	}
	return false
}

func (s *Server) compressBody(body []byte) []byte {
	zip, ok := s.zips.Get().(*gzip.Writer)
	if !ok {
		zip, _ = gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is valid
	}
	defer s.zips.Put(zip)
	var buf bytes.Buffer
	zip.Reset(&buf)
	_, _ = zip.Write(body) // a buffer never fails
	_ = zip.Close()
	return buf.Bytes()
}
