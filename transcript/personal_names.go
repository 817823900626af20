package transcript

import "regexp"

// keptWords are members, parameters and elements whose values are words of the API's own vocabulary, in lower case. A
// sentence under such a name is the server's text.
var keptWords = makeSet(
	"status", "success", "type", "documenttype", "isnew", "error", "token_type", "grant_type", "unknown", "reset_time",
	"limit", "page", "format", "stockonly", "$top", "$skip", "version", "currency", "currencycode", "defaultsotype",
	"inventory_enabled",
)

// keptTexts are the same for values of several words: orders, lists of fields, units and terms.
var keptTexts = makeSet(
	"order", "return", "fields", "$orderby", "$select", "unit", "unitofmeasurment", "unitofmeasurement", "vat",
	"paymentmethod", "paymentterms",
)

// keptSegments are segments of paths that name a resource or an action, in lower case.
var keptSegments = makeSet(
	"json", "api", "api2", "public", "token", "store", "products", "product", "balance", "customers", "customer",
	"salesinvoice", "line", "inventory", "id", "sku", "ean", "updateonhand", "getonhandversion", "setzeroonhand",
	"invoices", "advanceinvoices", "correctiveinvoices", "proformas", "number", "nip", "print", "confirm", "finalize",
	"payments", "vatrates", "countries", "customprints", "orders", "tags", "in_process", "images", "batch", "taxonomy",
	"taxes", "warehouse", "pricelist", "item", "itemgroup", "inflow", "writeoff", "movegood", "returns",
)

// keptHeaders are headers whose values say nothing about anybody.
var keptHeaders = makeSet(
	"accept", "allow", "cache-control", "connection", "content-encoding", "content-language", "content-length",
	"content-type", "date", "retry-after", "transfer-encoding", "vary", "x-ratelimit-limit", "x-ratelimit-remaining",
	"x-ratelimit-reset",
)

// personalName are names whose values are replaced whatever their form, numbers included.
var personalName = regexp.MustCompile(`(?i)name|phone|fax|mail|address|street|city|postal|postcode|zip|regist|` +
	`tax_?(reg|no|id|num)|vat_?(reg|no|id|num)|^nip$|bank|account|iban|contact|person|customer|client|card|user|` +
	`(modified|approved|created)_?by$|code$`)

// dataKeyed are objects whose members have data for names, such as the codes of locations, in lower case.
var dataKeyed = makeSet("balance", "balancedetailed")

// sumName is the member of such objects that is the sum of the others.
const sumName = "Totals"

var (
	dateForm    = regexp.MustCompile(`^[<>=!]{0,2} ?\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$`)
	numberForm  = regexp.MustCompile(`^-?\d+([.,]\d+)?$`)
	wordForm    = regexp.MustCompile(`^(?i:true|false|on|off|yes|no|null)$`)
	codeForm    = regexp.MustCompile(`^[A-Za-z]+Exception$`)
	errorForm   = regexp.MustCompile(`^[a-z_]{1,64}$`)
	keptWord    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$`)
	keptText    = regexp.MustCompile(`^[^@"'<>]{0,512}$`)
	versionForm = regexp.MustCompile(`^v\d+(\.\d+)?$`)
)

// memberForm is the form of names that people give to members and headers.
var memberForm = regexp.MustCompile(`^[$@_]?[A-Za-z][A-Za-z0-9_.:$-]*$`)

// maxNameLen is the length of the longest such name.
const maxNameLen = 40

func makeSet(names ...string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[name] = true
	}
	return set
}
