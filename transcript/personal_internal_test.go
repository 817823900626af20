package transcript

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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
		{"a", "1234567890.12", false, true},
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
		{"error", "anna_berzina", false, true},
		{"status", "Anna.Berzina", false, true},
		{"type", "secretword", false, true},
		{"payment_status", "paid", false, false},
		{"shipping_status", "in_process", false, false},
		{"item_type", "promo_product", false, false},
		{"visibility", "hidden", false, false},
		{"status", "accept", false, false},
		{"type", "Price_List", false, false},
		{"type", "G", false, false},
		{"weight_good_flag", "Y", false, false},
		{"flag", "n", false, false},
		{"created_date", "20.03.2026 17:16:49", false, false},
		{"created_date", "1.3.2026", false, false},
		{"created_date", "1.3.20261", false, true},
		{"message", "Operation could not be completed", false, false},
		{"Message", "An error has occurred.", false, false},
		{"message", "Operation could not be completed, Anna", false, true},
		{"note", "Operation could not be completed", false, true},
		{"currency", "EUR", false, false},
		{"CurrencyCode", "Anna", false, true},
		{"VAT", "zw", false, false},
		{"VAT", "21%", false, false},
		{"vat", "LV40003520643", false, true},
		{"mobile", "29123456", false, true},
		{"tel", "29123456", true, true},
		{"gsm", "0722.123456", false, true},
		{"note", "29123456", false, true},
		{"note", "0722.123", false, true},
		{"note", "123456", false, false},
		{"note", "29123456", true, false},
		{"birth_day", "12", true, true},
		{"birthday", "1980-05-12", false, true},
		{"latitude", "56.9", false, true},
		{"kpp", "77", false, true},
		{"regon", "12", false, true},
		{"cui", "12", true, true},
		{"cards/number", "123", false, true},
		{"invoices/number", "123", false, false},
		{"password", "12", false, true},
		{"pin", "1", true, true},
		{"token", "9", false, true},
		{"token_type", "bearer", false, false},
		{"ean", "5901234123457.0", true, true},
		{"n", "3.7129123456e10", true, true},
		{"n", "3.712912345e1", true, true},
		{"n", "3.71291234e1", true, false},
		{"?sort", "date_created.desc", false, false},
		{"?$orderby", "Name desc, Id", false, false},
		{"?order", "Anna Berzina", false, true},
		{"return", "Anna", false, true},
		{"reset_time", "1793600000", false, false},
		{"version", "17111111112222", false, false},
		{"?order", strings.Repeat("x", 512), false, false},
		{"?order", strings.Repeat("x", 513), false, true},
		{"?order", "a@b", false, true},
		{"Unit", "gab.", false, false},
		{"?order", "SKU desc", false, false},
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
		path, isParameter := strings.CutPrefix(tt.path, "?")
		f := field{path: strings.Split(path, "/"), value: tt.value, isNumber: tt.isNumber, isParameter: isParameter}
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
	for _, word := range []string{"1", "07"} { // all that are as long are taken
		p = newPseudonyms()
		for digit := range 9 {
			p.taken[word[:len(word)-1]+strconv.Itoa(digit+1)] = true
		}
		assert.Len(t, p.replaceText(word, false), len(word)+1)
	}
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
		"JSON, labelled HTML":   {"text/html", `{"a":"x"}`, `{"a":"<X>"}`},
		"JSON, a text":          {"application/json", `"x"`, `"<X>"`},
		"JSON, a number":        {"application/problem+json", `7`, `7`},
		"JSON, escapes":         {"application/json", `{"a":"\u0101 \/ \"<&\" \n"}`, `{"a":"<Ā / \"<&\" \n>"}`},
		"JSON, names of data":   {"", `{"Balance":{"a":1,"Totals":2,"5":3},"a b":"x","Ā":"why","12345678901":"z","7":"q"}`, `{"Balance":{"A":1,"Totals":2,"5":3},"A B":"<X>","Ā":"<WHY>","12345678901":"<Z>","7":"<Q>"}`},
		"JSON, labelled a form": {"application/x-www-form-urlencoded", `{"customer":"x"}`, `{"customer":"<X>"}`},
		"JSON, deep":            {"", strings.Repeat(`[`, maxDepth) + strings.Repeat("]", maxDepth), strings.Repeat(`[`, maxDepth) + strings.Repeat("]", maxDepth)},
		"JSON, wide":            {"", "[" + strings.Repeat("[],", maxDepth) + "{}]", "[" + strings.Repeat("[],", maxDepth) + "{}]"},
		"XML, wide":             {"", "<a>" + strings.Repeat("<b></b>", maxDepth) + "</a>", "<a>" + strings.Repeat("<b></b>", maxDepth) + "</a>"},
		"XML": {"text/xml", `<?xml version="1.0"?><!-- secret --><!DOCTYPE a><a> <status>ok</status> x &amp; y <b n="v" status="ok"/><c/><d><![CDATA[<z>]]></d></a>`,
			`<?xml version="1.0"?><a> <status>ok</status> &lt;X &amp; Y&gt; <b n="&lt;V&gt;" status="ok"/><c/><d>&lt;&lt;Z&gt;&gt;</d></a>`},
		"XML, another charset declared": {"text/xml", `<?xml version="1.0" encoding="windows-1251"?><a>ж</a>`, `<?xml version="1.0" encoding="windows-1251"?><a>&lt;Ж&gt;</a>`},
		"XML, instructions":             {"", `<?xml version='1.0' standalone="yes" ?><?note Anna?><a/>`, `<?xml version='1.0' standalone="yes" ?><a/>`},
		"XML, a declaration with more":  {"", `<?xml version="1.0" note="Anna"?><a/>`, `<a/>`},
		"XML, prefixes":                 {"", `<a:b xmlns:a='urn:x'  a:n = "v"><a:c/></a:b>`, `<a:b xmlns:a="&lt;URN:X&gt;" a:n="&lt;V&gt;"><a:c/></a:b>`},
		"XML, marks in an attribute":    {"", `<b n="a=b" m='"'/>`, `<b n="&lt;A=B&gt;" m="&lt;&#34;&gt;"/>`},
		"XML, white space around":       {"", " <a/>\n", "<a/>\n"},
		"HTML":                          {"text/html", `<!DOCTYPE html><p>x</p>`, `<<!DOCTYPE HTML><P>X</P>>`},
		"HTML, no doctype":              {"text/xml", ` <HTML><p>x</p></HTML>`, `< <HTML><P>X</P></HTML>>`},
		"text":                          {"text/plain", `x`, `<X>`},
		"white space":                   {"application/json", " \n", "< \n>"},
		"form":                          {"application/x-www-form-urlencoded; charset=utf-8", `b=x+y&status=ok&a&c=%zz&d=%3D`, `b=%3CX%20Y%3E&status=ok&a&c=%3C%25ZZ%3E&d=%3C%3D%3E`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := shout(true).rewriteBody(tt.contentType, []byte(tt.body))
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(got))
		})
	}
}

// A body that a client may read in parts is written as it was read, or left out.
func TestRewriter_BodyLeftOut(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		body string
		want error
	}{
		"JSON, breaks off":     {`{"a":"x"`, errNotJSON},
		"JSON, more behind it": {`{"a":"x"} trailing`, errNotJSON},
		"JSON behind a notice": {`Notice: x {"a":1}`, errHidden},
		"a list":               {`x [1]`, errHidden},
		"XML behind a notice":  {`Notice: x <a>1</a>`, errHidden},
		"JSON behind markup":   {`<b>Notice</b>: x {"a":1}`, errHidden},
		"XML, breaks off":      {`<a><b>x</b>`, errNotXML},
		"JSON, too deep":       {strings.Repeat(`{"a":`, maxDepth+1) + "1" + strings.Repeat("}", maxDepth+1), errTooDeep},
		"XML, too deep":        {strings.Repeat(`<a>`, maxDepth+1) + strings.Repeat("</a>", maxDepth+1), errTooDeep},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := shout(true).rewriteBody("", []byte(tt.body))
			require.ErrorIs(t, err, tt.want)
			assert.Empty(t, got)
		})
	}
}

func TestIsDeep(t *testing.T) {
	t.Parallel()
	nested := func(n int) string { return strings.Repeat(`{"a":[`, n/2) + strings.Repeat("]}", n/2) }
	for text, want := range map[string]bool{
		"": false, nested(maxDepth): false, nested(maxDepth + 2): true, strings.Repeat("[]", maxDepth+1): false,
		`"` + strings.Repeat("[", maxDepth+1) + `"`: false, `"\"` + strings.Repeat("[", maxDepth+1): false,
		`"\\"` + strings.Repeat("[", maxDepth+1): true,
	} {
		assert.Equal(t, want, isDeep([]byte(text)), text)
	}
}

func TestCleanContentType(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"": "", "text/xml": "text/xml", `application/json;charset="UTF-8"`: `application/json;charset="UTF-8"`,
		`text/html; name="Anna.pdf"`:                  "text/html",
		`text/html; charset=utf-8; name="Anna.pdf"`:   "text/html; charset=utf-8",
		`text/html; charset="Anna Berzina"`:           "text/html",
		"Anna Berzina":                                "application/octet-stream",
		`application/problem+json; charset=us-ascii;`: `application/problem+json; charset=us-ascii;`,
	} {
		assert.Equal(t, want, cleanContentType(value), value)
	}
}

func TestRewriter_Form(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"":           "",
		"$top=5&a=b": "$top=5&a=%3CB%3E",
		"anna@example.com&filter[status]=paid&ids[]=7&8":            "ANNA%40EXAMPLE.COM&filter%5Bstatus%5D=%3CPAID%3E&ids%5B%5D=7&8",
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
