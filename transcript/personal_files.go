package transcript

import "regexp"

// emptyPDF is a PDF without a page, in base64.
const emptyPDF = "JVBERi0xLjQKJSBsZWZ0IG91dAolJUVPRgo="

// fileForms are texts that hold a file in base64, and what stands in their place. Replaced word by word, a file would be
// none, and each of its words would need a pseudonym.
var fileForms = []struct {
	form    *regexp.Regexp
	standIn string
}{
	{regexp.MustCompile(`^JVBERi0`), emptyPDF}, // %PDF-
	{regexp.MustCompile(`(?i)^data:application/pdf(;[\w=.-]+)*;base64,`), "data:application/pdf;base64," + emptyPDF},
	{regexp.MustCompile(`(?i)^data:([\w.+-]+/[\w.+-]+)?(;[\w=.-]+)*;base64,`), "data:application/octet-stream;base64,"},
}

// replaceFile returns what stands in the place of a file; false for a text that is none.
func replaceFile(text string) (standIn string, isFile bool) {
	for _, f := range fileForms {
		if f.form.MatchString(text) {
			return f.standIn, true
		}
	}
	return "", false
}
