package lenientjson_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// A name counts in another case, too: in ASCII, and with no other signs.
func TestValue_Member_AnotherCase(t *testing.T) {
	t.Parallel()
	value := lenientjson.Value(`{"AZaz":1,"[x":2,"@x":4,"Ä":3}`)
	for name, want := range map[string]string{
		"AZaz": "1", "azaz": "1", "AZAZ": "1", "azAZ": "1", "[x": "2", "{x": "", "@X": "4", "`x": "", "Ä": "3", "ä": "", "azay": "",
	} {
		assert.Equal(t, want, string(value.Member(name)), name)
	}
}
