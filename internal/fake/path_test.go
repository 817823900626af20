package fake_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/internal/fake"
)

func TestSegments(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		path string
		want []string
	}{
		"plain":             {"/v1/products", []string{"products"}},
		"several":           {"/v1/products/a/balance", []string{"products", "a", "balance"}},
		"escaped slash":     {"/v1/products/a%2Fb/balance", []string{"products", "a/b", "balance"}},
		"escaped dots":      {"/v1/products/%2E%2E/balance", []string{"products", "..", "balance"}},
		"plain dots":        {"/v1/products/../balance", []string{"products", "..", "balance"}},
		"escaped percent":   {"/v1/100%2525", []string{"100%25"}},
		"plus is a plus":    {"/v1/a+b%20c", []string{"a+b c"}},
		"empty segment":     {"/v1//balance", []string{"", "balance"}},
		"slash at the end":  {"/v1/products/", []string{"products", ""}},
		"only the base":     {"/v1", nil},
		"another base":      {"/v2/products", nil},
		"longer base":       {"/v10/products", nil},
		"not valid escapes": {"/v1/%zz", nil},
	} {
		assert.Equal(t, tc.want, fake.Segments(tc.path, "/v1"), name)
	}
}
