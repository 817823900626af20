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

// send writes a reply, or as much of it as is to arrive. To cut a connection it aborts the handler, which makes
// the server close the connection after what was flushed, without the end of the reply.
func (s *Server) send(w http.ResponseWriter, r *http.Request, reply Reply) {
	if reply.cut == noAnswer {
		panic(http.ErrAbortHandler)
	}
	header, body := w.Header(), reply.Body
	if len(body) > 0 || reply.streamed() {
		header.Set("Content-Type", "application/json")
	}
	maps.Copy(header, reply.Header)
	if reply.streamed() {
		reply.stream(w)
		return
	}
	if len(body) >= minGzip && acceptsGzip(r) {
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
