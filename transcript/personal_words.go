package transcript

import (
	"regexp"
	"strings"
)

// vocabularyName are names whose values are words of the API's own vocabulary. What else stands there is replaced.
var vocabularyName = regexp.MustCompile(`(?i)(status|type|visibility|flag|state|format|method|terms|scope|kind|mode|action|` +
	`period|success|isnew|error|unknown|stockonly|enabled|available|unit[a-z]*|vat|rate|reason|include|reset_time|level)$`)

// apiWords are words that the providers document or that decide how a response is read, in lower case and without marks
// between their parts. Those of the errors are in errors.go of each provider's package.
var apiWords = makeSet(strings.Fields(`
	ok success error fail failed failure
	products productsbalance customers salesinvoice salesinvoiceline salesinvoices local export
	basic multivariant bundle digital rental active inactive visible hidden catalog search
	paid unpaid partial partiallypaid awaiting rejected refunded cancelled canceled temporary pending
	shipped delivered returned confirmed inprocess new processing completed closed open converted
	product coupon discount promocart promoproduct shipping
	item items itemgroup itemgroups store stores warehouse warehouses pricelist pricelists customer inflow inflows
	writeoff writeoffs movegood movegoods return returns purchase purchases order orders document documents
	accept accepted draft declined deleted archived main retail wholesale
	domestic eu eustatus triangular oss business person import company gross net goods service services stocked
	manual nbp daily weekly monthly indefinite account card cash bank transfer wire cod cashondelivery
	income incometax outcome socialinsurance taxorfee vat zw np bom none
	invoice advanceinvoice correctiveinvoice proforma creditnote
	bearer clientcredentials authorizationcode refreshtoken json xml lineitems variants all one
	invalidrequest invalidclient invalidgrant invalidscope invalidtoken unauthorizedclient accessdenied
	unsupportedgranttype insufficientscope servererror temporarilyunavailable notfound badrequest undefinedfilter
	unauthorized forbidden conflict toomanyrequests unprocessableentity internalerror methodnotallowed
	g l y n i p s f`)...)

// unitWords are units of measurement, in lower case and without a full stop.
var unitWords = makeSet(strings.Fields(`
	gab gb pcs pc pce piece pieces szt kg g mg t l ml m m2 m3 cm mm km h godz min opak op kompl kpl usl usł buc
	bucata set pack pár pāris iepak kaste шт кг г л м мм см уп упак компл пара ч час`)...)

// keptSentences are the texts of servers that decide what became of a call, in lower case and without a full stop.
var keptSentences = makeSet("operation could not be completed", "an error has occurred")

// sentenceName are names under which they stand.
var sentenceName = regexp.MustCompile(`(?i)^(message|error|info)$`)

// fieldParameters are parameters that name fields, with or without an order.
var fieldParameters = makeSet("order", "return", "fields", "$orderby", "$select", "sort", "include", "$expand")

var (
	fieldListForm = regexp.MustCompile(`^[$A-Za-z_]\w*([. ](asc|desc))?(, ?[$A-Za-z_]\w*([. ](asc|desc))?)*$`)
	currencyForm  = regexp.MustCompile(`^[A-Z]{3}$`)
	currencyName  = regexp.MustCompile(`(?i)^currency(_?code)?$`)
	digitsForm    = regexp.MustCompile(`^\d{1,20}$`)
	percentForm   = regexp.MustCompile(`^\d{1,2}([.,]\d{1,2})? ?%$`)
	wordMarks     = strings.NewReplacer("_", "", "-", "", " ", "", ".", "")
)

// maxFieldList is the length of the longest list of fields.
const maxFieldList = 512

// isVocabulary reports whether a value is the API's own.
func (f *field) isVocabulary() bool {
	name := strings.ToLower(f.name())
	switch {
	case f.isParameter && fieldParameters[name]:
		return len(f.value) <= maxFieldList && fieldListForm.MatchString(f.value)
	case currencyName.MatchString(name):
		return currencyForm.MatchString(f.value)
	case name == "version", name == "reset_time":
		return digitsForm.MatchString(f.value)
	case sentenceName.MatchString(name) && keptSentences[strings.ToLower(strings.Trim(f.value, " ."))]:
		return true
	case name == "code" && codeForm.MatchString(f.value):
		return true
	case name == "name" && f.ancestor(1) == "error":
		return errorForm.MatchString(f.value)
	default:
		return vocabularyName.MatchString(name) && isAPIWord(f.value)
	}
}

// isAPIWord reports whether a text is a word of the vocabulary, a unit or a percentage.
func isAPIWord(text string) bool {
	word := strings.ToLower(strings.TrimSpace(text))
	return apiWords[wordMarks.Replace(word)] || unitWords[strings.TrimSuffix(word, ".")] || percentForm.MatchString(word)
}
