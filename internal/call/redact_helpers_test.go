package call

// newRedactor returns a function that replaces secrets in whole texts.
func newRedactor(secrets []string) func(string) string { return makeRedactor(secrets).redactWhole }

// newProviderRedactor is newRedactor for the secrets of a provider.
func newProviderRedactor(p *Provider) func(string) string { return makeProviderRedactor(p).redactWhole }
