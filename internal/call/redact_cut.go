package call

import "regexp"

// maxCutEscape is how far from the end of a text the beginning of an escape is looked for.
const maxCutEscape = 64

// cutEscape is the end of a text that may be the beginning of an escape: of one character, or of two that stand for one.
var cutEscape = regexp.MustCompile(
	`(?i)((%(25|26|5c)|&(amp|percnt|bsol|#3[78]|#92|#x2[56]|#x5c);|\\+u00(2[56]|5c))[0-9a-z#%&;\\]{0,14}|` +
		`(\\+ud[89ab][0-9a-f]{2})?(\\+(u[0-9a-f]{0,3}|x[0-9a-f]?|[0-7]{0,2})?|%(u[0-9a-f]{0,3}|[0-9a-f]?)|&#?x?[0-9a-z]*)?)$`)

// trimCutEscape drops what may be the beginning of an escape at the end of a text that was cut.
func trimCutEscape(text string) string {
	tail := text[max(0, len(text)-maxCutEscape):]
	return text[:len(text)-len(tail)+cutEscape.FindStringIndex(tail)[0]]
}

// trimCutSecret returns the text of a search without what may be the beginning of a secret at its end, and takes
// that end out of the spans.
func (s *search) trimCutSecret() string {
	from := len(s.text)
	for _, r := range s.readings {
		from = min(from, s.cutFrom(r))
	}
	for _, a := range s.arrivals {
		from = min(from, s.cutFrom(a.reading))
	}
	kept := s.spans[:0]
	for _, found := range s.spans {
		if found.to = min(found.to, from); found.from < found.to {
			kept = append(kept, found)
		}
	}
	s.spans = kept
	return s.text[:from]
}

// cutFrom is where the secret begins that a reading at the end of the text is within.
func (s *search) cutFrom(r reading) int {
	from := s.findBeginning(r, len(s.text), int(s.nodes[r.node].depth))
	for from > 0 && s.text[from-1] == '\\' {
		from--
	}
	return from
}
