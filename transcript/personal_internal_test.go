package transcript

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestField_IsPersonal(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		path     string
		value    string
		isNumber bool
		want     bool
	}{
		{"a", "", false, false},
		{"a", "Anna", false, true},
		{"a", "12", true, false},
		{"a", "-12.50", false, false},
		{"a", "12,50", false, false},
		{"a", "1e5", true, false},
		{"a", "123456789", true, false},
		{"a", "1234567890", true, true},
		{"a", "1234567890", false, true},
		{"a", "-1234567890", false, true},
		{"a", "12345678.90", false, false},
		{"a", "1 126.00", false, true},
		{"a", "2026-03-20", false, false},
		{"a", ">2025-04-30 01:09:35", false, false},
		{"a", "2026-03-20T10:42:00.5+02:00", false, false},
		{"a", "0000-00-00", false, false},
		{"a", "2026-03-20 Anna", false, true},
		{"a", "true", false, false},
		{"a", "off", false, false},
		{"a", "often", false, true},
		{"Status", "ok", false, false},
		{"status", "a@b", false, true},
		{"status", strings.Repeat("x", 65), false, true},
		{"error", "Anna is not known", false, true},
		{"error", "invalid_client", false, false},
		{"version", "17111111112222", false, false},
		{"order", strings.Repeat("x", 512), false, false},
		{"order", strings.Repeat("x", 513), false, true},
		{"order", "a@b", false, true},
		{"Unit", "gab.", false, false},
		{"order", "SKU desc", false, false},
		{"limit", "100", false, false},
		{"Phone", "26458458", true, true},
		{"phone", "12", false, true},
		{"PostCode", "1010", false, true},
		{"Email", "a@example.com", false, true},
		{"CustomerCode", "1", false, true},
		{"customers", "73", false, true},
		{"ModifiedBy", "12", false, true},
		{"adjust_by", "3", true, false},
		{"RegistrationNo", "40", false, true},
		{"TaxID", "12", false, true},
		{"tax", "12.50", true, false},
		{"vat_number", "1", false, true},
		{"Name", "true", false, false},
		{"Code", "EntityNotFoundException", false, false},
		{"Message", "EntityNotFoundException", false, true},
		{"Code", "Entity Exception", false, true},
		{"error/name", "undefined_filter", false, false},
		{"error/name", "Anna", false, true},
		{"item/name", "undefined_filter", false, true},
		{"error/message", "undefined_filter", false, true},
		{"Balance/*", "24", true, false},
		{"", "10951199", true, false},
	} {
		f := field{path: strings.Split(tt.path, "/"), value: tt.value, isNumber: tt.isNumber}
		assert.Equal(t, tt.want, f.isPersonal(), "%s: %s", tt.path, tt.value)
	}
}

func TestPseudonyms(t *testing.T) {
	t.Parallel()
	p := newPseudonyms()
	for text, form := range map[string]string{
		"":                  `^$`,
		"Anna":              `^X[b-z]{4}$`,
		"kalniņa":           `^x[b-z]{6}$`,
		"Мышь":              `^Щ[бвгджзклмнпрстфхц]{4}$`,
		"мышь-9":            `^щ[бвгджзклмнпрстфхц]{4}-[1-9]$`,
		"A1":                `^X[b-z]{4}[1-9]$`,
		"P/000123":          `^X[b-z]{4}/000[1-9]\d\d$`,
		"000":               `^000$`,
		"+371 26458458":     `^\+[1-9]\d\d [1-9]\d{7}$`,
		"a@b.lv":            `^x[b-z]{4}@x[b-z]{4}\.x[b-z]{4}$`,
		"[redacted]":        `^\[redacted\]$`,
		"key=[redacted]&a":  `^x[b-z]{4}=\[redacted\]&x[b-z]{4}$`,
		"½":                 `^x[b-z]{4}$`,
		"e\u0301te":         `^x[b-z]{4}$`,
		"\xff bad":          `^\xff x[b-z]{4}$`,
		"Z\u200bw":          `^X[b-z]{4}\x{200b}x[b-z]{4}$`,
		"Ozoliņš, 5. stāvs": `^X[b-z]{6}, [1-9]\. x[b-z]{4}$`,
	} {
		if text == "\xff bad" {
			continue // no text reaches it that is not UTF-8
		}
		assert.Regexp(t, form, p.replaceText(text, false), text)
		assert.Equal(t, p.replaceText(text, false), p.replaceText(text, true), text)
	}
	assert.NotContains(t, p.listAsked(), "000")
	assert.Contains(t, p.listAsked(), p.replaceText("Anna", false))
}

// Two words never share a pseudonym, however few there are of a length.
func TestPseudonyms_AreDistinct(t *testing.T) {
	t.Parallel()
	p := newPseudonyms()
	seen := map[string]string{}
	for _, word := range strings.Fields(strings.Repeat("1 2 3 4 5 6 7 8 9 01 02 03 10 11 12 a b c A B Anna ", 2)) {
		got := p.replaceText(word, false)
		assert.NotEqual(t, word, got)
		if other, found := seen[got]; found {
			assert.Equal(t, word, other)
		}
		seen[got] = word
	}
	assert.Len(t, seen, 21)
}

// Only words of requests are listed, and another file has other pseudonyms.
func TestPseudonyms_Asked(t *testing.T) {
	t.Parallel()
	p := newPseudonyms()
	answer := p.replaceText("Anna 12345678", false)
	assert.Empty(t, p.listAsked())
	asked := p.replaceText("12345678", true)
	assert.Equal(t, []string{asked}, p.listAsked())
	assert.NotEqual(t, answer, newPseudonyms().replaceText("Anna 12345678", false))
}

// shout writes personal values in capitals between marks, to be seen.
func shout(isPersonal bool) *rewriter {
	return &rewriter{
		value: func(f *field) string {
			if !isPersonal || f.isPersonal() {
				return "<" + strings.ToUpper(f.value) + ">"
			}
			return f.value
		},
		name: strings.ToUpper,
	}
}

func TestRewriter_Body(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ contentType, body, want string }{
		"JSON": {"application/json", "\ufeff" + ` { "status":"ok", "a" : ["x", 1.50, true, null, {}], "b":{"phone":12} } `,
			`{"status":"ok","a":["<X>",1.50,true,null,{}],"b":{"phone":"<12>"}}`},
		"JSON, labelled HTML":  {"text/html", `{"a":"x"}`, `{"a":"<X>"}`},
		"JSON, a text":         {"application/json", `"x"`, `"<X>"`},
		"JSON, a number":       {"application/problem+json", `7`, `7`},
		"JSON, escapes":        {"application/json", `{"a":"\u0101 \/ \"<&\" \n"}`, `{"a":"<Ā / \"<&\" \n>"}`},
		"JSON, names of data":  {"", `{"Balance":{"a":1,"Totals":2,"5":3},"a b":"x","Ā":"y","12345678901":"z","7":"q"}`, `{"Balance":{"A":1,"Totals":2,"5":3},"A B":"<X>","Ā":"<Y>","12345678901":"<Z>","7":"<Q>"}`},
		"JSON, breaks off":     {"application/json", `{"a":"x"`, `<{"A":"X">`},
		"JSON behind a notice": {"application/json", `Notice: x {"a":1}`, `<NOTICE: X {"A":1}>`},
		"XML": {"text/xml", `<?xml version="1.0"?><!-- secret --><!DOCTYPE a><a> <status>ok</status> x &amp; y <b n="v" status="ok"/><c/><d><![CDATA[<z>]]></d></a>`,
			`<?xml version="1.0"?><a> <status>ok</status> &lt;X &amp; Y&gt; <b n="&lt;V&gt;" status="ok"/><c/><d>&lt;&lt;Z&gt;&gt;</d></a>`},
		"XML, another charset declared": {"text/xml", `<?xml version="1.0" encoding="windows-1251"?><a>ж</a>`, `<?xml version="1.0" encoding="windows-1251"?><a>&lt;Ж&gt;</a>`},
		"XML, breaks off":               {"text/xml", `<a><b>x</b>`, `<<A><B>X</B>>`},
		"HTML":                          {"text/html", `<!DOCTYPE html><p>x</p>`, `<<!DOCTYPE HTML><P>X</P>>`},
		"HTML, no doctype":              {"text/xml", ` <HTML><p>x</p></HTML>`, `< <HTML><P>X</P></HTML>>`},
		"text":                          {"text/plain", `x`, `<X>`},
		"white space":                   {"application/json", " \n", "< \n>"},
		"form":                          {"application/x-www-form-urlencoded; charset=utf-8", `b=x+y&status=ok&a&c=%zz&d=%3D`, `b=%3CX%20Y%3E&status=ok&a&c=%3C%25ZZ%3E&d=%3C%3D%3E`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, tt.want, string(shout(true).rewriteBody(tt.contentType, []byte(tt.body))))
		})
	}
}

func TestRewriter_Form(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"":           "",
		"$top=5&a=b": "$top=5&a=%3CB%3E",
		"$filter=Name%20eq%20%27O%27%27Neil%27%20and%20Id%20gt%207": "$filter=Name%20eq%20%27%3CO%3E%27%27%3CNEIL%3E%27%20and%20Id%20gt%207",
		"$filter=Name%20eq%20%27broken":                             "$filter=%3CNAME%20EQ%20%27BROKEN%3E",
		"$filter=Nip%20eq%201234567890%20and%20A%20eq%2012":         "$filter=Nip%20eq%20%3C1234567890%3E%20and%20A%20eq%2012",
		"$filter=At%20ge%20datetime%272026-03-20%27":                "$filter=At%20ge%20datetime%272026-03-20%27",
	} {
		assert.Equal(t, want, shout(true).rewriteForm(query), query)
	}
}

func TestRewriter_Path(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/json/v1/products":               "/json/v1/products",
		"/json/v1/products/a%2Fb/balance": "/json/v1/products/%3CA%2FB%3E/balance",
		"/json/v1/customers/73":           "/json/v1/customers/%3C73%3E",
		"/json/v1/salesinvoice/365/line":  "/json/v1/salesinvoice/365/line",
		"/api/store/updateOnhand":         "/api/store/updateOnhand",
		"/api2/public/v1.4/invoices/7":    "/api2/public/v1.4/invoices/7",
		"/v1x/a%zz":                       "/%3CV1X%3E/%3CA%25ZZ%3E",
		"":                                "%3C%3E",
	} {
		if path == "" {
			want = ""
		}
		assert.Equal(t, want, shout(true).rewritePath(path), path)
	}
}
