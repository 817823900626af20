package transcript

import "regexp"

// keptSegments are segments of paths that name a resource or an action, in lower case.
var keptSegments = makeSet(
	"json", "api", "api2", "public", "token", "store", "products", "product", "balance", "customers", "customer",
	"salesinvoice", "line", "inventory", "id", "sku", "ean", "updateonhand", "getonhandversion", "setzeroonhand",
	"invoices", "advanceinvoices", "correctiveinvoices", "proformas", "number", "nip", "print", "confirm", "finalize",
	"payments", "vatrates", "countries", "customprints", "orders", "tags", "in_process", "images", "batch", "taxonomy",
	"taxes", "warehouse", "pricelist", "item", "itemgroup", "inflow", "writeoff", "movegood", "returns",
	"shipped", "delivered", "cancelled", "returned", "bankaccounts", "paymenttypes", "purchaseinvoices", "vatpurchases",
)

// keptHeaders are headers whose values say nothing about anybody.
var keptHeaders = makeSet(
	"accept", "allow", "cache-control", "connection", "content-encoding", "content-language", "content-length",
	"content-type", "date", "retry-after", "transfer-encoding", "vary", "x-ratelimit-limit", "x-ratelimit-remaining",
	"x-ratelimit-reset",
)

// knownHeaders are further headers whose names say nothing about anybody.
var knownHeaders = makeSet(
	"accept-charset", "accept-encoding", "accept-language", "accept-ranges", "access-control-allow-credentials",
	"access-control-allow-headers", "access-control-allow-methods", "access-control-allow-origin",
	"access-control-expose-headers", "access-control-max-age", "age", "alt-svc", "api-supported-versions",
	"apigw-requestid", "authorization", "cf-cache-status", "cf-ray", "content-disposition", "content-range",
	"content-security-policy", "cookie", "cross-origin-opener-policy", "cross-origin-resource-policy", "etag", "expect-ct",
	"expires", "host", "if-match", "if-modified-since", "if-none-match", "keep-alive", "last-modified", "link", "location",
	"nel", "origin", "p3p", "permissions-policy", "pragma", "proxy-authenticate", "proxy-authorization", "ratelimit",
	"ratelimit-limit", "ratelimit-policy", "ratelimit-remaining", "ratelimit-reset", "referer", "referrer-policy",
	"report-to", "request-context", "request-id", "server", "server-timing", "set-cookie", "strict-transport-security",
	"trailer", "upgrade", "user-agent", "via", "warning", "www-authenticate", "x-amz-cf-id", "x-amz-cf-pop",
	"x-amzn-requestid", "x-amzn-trace-id", "x-api-version", "x-aspnet-version", "x-aspnetmvc-version", "x-cache",
	"x-client-code", "x-client-key", "x-content-type-options", "x-correlation-id", "x-download-options",
	"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-frame-options", "x-ms-request-id",
	"x-permitted-cross-domain-policies", "x-powered-by", "x-rate-limit-limit", "x-rate-limit-remaining",
	"x-rate-limit-reset", "x-ratelimit-retry-after", "x-real-ip", "x-request-id", "x-robots-tag", "x-runtime",
	"x-served-by", "x-served-from", "x-sourcefiles", "x-ua-compatible", "x-xss-protection",
)

// personalName are names whose values are replaced whatever their form, numbers included.
var personalName = regexp.MustCompile(`(?i)name|phone|fax|mail|address|street|city|postal|postcode|zip|regist|` +
	`tax_?(reg|no|id|num)|vat_?(reg|no|id|num)|^nip$|bank|account|iban|contact|person|customer|client|card|user|` +
	`mobile|^(tel|gsm)|_tel$|birth|latitude|longitude|^(lat|lng|lon)$|kpp|regon|cui$|^inn$|ogrn|pesel|passw|^pin$|` +
	`token|secret|personal|ssn|(modified|approved|created)_?by$|code$`)

// cardName are members around a number that is somebody's.
var cardName = regexp.MustCompile(`(?i)card|account|passport|phone|identity|contact`)

// freeName are members in which people write what they like, so that a number may be a phone's.
var freeName = regexp.MustCompile(`(?i)note|remark|comment|message|descri|text|info|memo|reason|detail`)

// dataKeyed are objects whose members have data for names, such as the codes of locations, in lower case.
var dataKeyed = makeSet("balance", "balancedetailed")

// sumName is the member of such objects that is the sum of the others.
const sumName = "Totals"

var (
	dateForm = regexp.MustCompile(`^[<>=!]{0,2} ?(\d{4}-\d\d-\d\d|\d\d?\.\d\d?\.\d{4})` +
		`([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$`)
	numberForm  = regexp.MustCompile(`^-?\d+([.,]\d+)?$`)
	wordForm    = regexp.MustCompile(`^(?i:true|false|on|off|yes|no|null|y|n)$`)
	codeForm    = regexp.MustCompile(`^[A-Za-z]+Exception$`)
	errorForm   = regexp.MustCompile(`^[a-z_]{1,64}$`)
	versionForm = regexp.MustCompile(`^v\d+(\.\d+)?$`)
)

// memberForm is the form of names that people give to members and headers.
var memberForm = regexp.MustCompile(`^[$@_]?[A-Za-z][A-Za-z0-9_.:$-]*$`)

// parameterForm is that of parameters, such as filter[status] and ids[].
var parameterForm = regexp.MustCompile(`^[$@_]?[A-Za-z][A-Za-z0-9_.:$-]*(\[[A-Za-z0-9_.-]*\])*$`)

// maxNameLen is the length of the longest such name.
const maxNameLen = 40

func makeSet(names ...string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[name] = true
	}
	return set
}
