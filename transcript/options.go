package transcript

// Options are settings of the writers. The zero value is what can be shown to anybody who may know the merchant's
// stock and prices.
type Options struct {
	// Personal keeps names, e-mails, phones, addresses, identifiers and the server's texts as they are. Keys are
	// redacted all the same. Use it for recordings that stay where the data is.
	Personal bool
}
