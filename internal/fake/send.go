package fake

import (
	"bytes"
	"compress/gzip"
	"maps"
	"net/http"
	"strconv"
	"strings"
)

// minGzip is the shortest body that is worth compressing.
const minGzip = 1 << 10

// send writes a response, or as much of it as is to arrive. To cut a connection it aborts the handler, which makes
// the server close the connection after what was flushed, without the end of the response.
func (s *Server) send(w http.ResponseWriter, r *http.Request, reply Response) {
	if reply.cut == noAnswer {
		panic(http.ErrAbortHandler)
	}
	if reply.hasBody() {
		w.Header().Set("Content-Type", "application/json")
	}
	maps.Copy(w.Header(), reply.Header)
	w.Header().Del("Content-Length") // this and the next follow from the body
	w.Header().Del("Transfer-Encoding")
	switch {
	case reply.cut == withoutLength:
		reply.sendWithoutLength(w)
	case reply.streamed():
		reply.stream(w)
	default:
		s.sendBody(w, r, reply)
	}
}

// sendBody announces the length of a body, also when only half of it arrives. Of an empty body that is cut, one byte
// is announced and none arrives.
func (s *Server) sendBody(w http.ResponseWriter, r *http.Request, reply Response) {
	header, body := w.Header(), reply.Body
	if len(body) >= minGzip && header.Get("Content-Encoding") == "" && acceptsGzip(r) {
		header.Set("Content-Encoding", "gzip")
		body = s.compress(body)
	}
	announced := len(body)
	if reply.cut == halfABody {
		announced, body = max(announced, 1), body[:len(body)/2]
	}
	header.Set("Content-Length", strconv.Itoa(announced))
	w.WriteHeader(reply.Status)
	_, _ = w.Write(body)
	if reply.cut == halfABody {
		breakOff(w)
	}
}

// sendWithoutLength sends the first half of a body and closes the connection, as if that were all. The body is not
// compressed, since a checksum would show that there was more.
func (r *Response) sendWithoutLength(w http.ResponseWriter) {
	w.Header().Set("Transfer-Encoding", "identity") // for net/http: no length, no chunks, close afterwards
	w.WriteHeader(r.Status)
	_, _ = w.Write(r.firstHalf())
}

// breakOff closes the connection after what was written.
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

func (s *Server) compress(body []byte) []byte {
	zip, ok := s.zips.Get().(*gzip.Writer)
	if !ok {
		zip, _ = gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is valid
	}
	defer s.zips.Put(zip)
	var buf bytes.Buffer
	zip.Reset(&buf)
	_, _ = zip.Write(body) // a buffer takes everything
	_ = zip.Close()
	return buf.Bytes()
}
