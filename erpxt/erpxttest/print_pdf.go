package erpxttest

import (
	"bytes"
	"fmt"
	"strings"
)

// newPDF returns a PDF of one page with lines of text. Characters beyond ASCII are question marks there.
func newPDF(lines []string) []byte {
	var page strings.Builder
	page.WriteString("BT /F1 12 Tf 16 TL 72 770 Td\n")
	for _, line := range lines {
		fmt.Fprintf(&page, "(%s) Tj T*\n", escapePDF(line))
	}
	page.WriteString("ET")
	return encodePDF([]string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", page.Len(), page.String()),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	})
}

// escapePDF returns a text as it stands in parentheses.
func escapePDF(text string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || c > '~' {
			return '?'
		}
		return c
	}, strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(text))
}

// encodePDF returns a file of objects, the first of which is the catalogue. Each entry of its table has 20 bytes.
func encodePDF(objects []string) []byte {
	var file, table bytes.Buffer
	file.WriteString("%PDF-1.4\n")
	fmt.Fprintf(&table, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, object := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", file.Len())
		fmt.Fprintf(&file, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := file.Len()
	file.Write(table.Bytes())
	fmt.Fprintf(&file, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return file.Bytes()
}
