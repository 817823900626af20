package shelfwire_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire"
)

const secretText = "s3cr3t-0123456789"

// keys are what a user's own structure may do with secrets.
type keys struct {
	Exported   shelfwire.Secret
	unexported shelfwire.Secret
	pointer    *shelfwire.Secret
	list       []shelfwire.Secret
	byName     map[string]shelfwire.Secret
	any        any
	nested     struct {
		deep struct{ secret shelfwire.Secret }
	}
}

func newKeys() *keys {
	s := shelfwire.NewSecret(secretText)
	k := &keys{
		Exported: s, unexported: s, pointer: &s, list: []shelfwire.Secret{s},
		byName: map[string]shelfwire.Secret{"a": s}, any: s,
	}
	k.nested.deep.secret = s
	return k
}

func TestSecret_IsPrintedByNothing(t *testing.T) {
	t.Parallel()
	k := newKeys()
	for _, thing := range []any{k.unexported, k.pointer, k, *k, []keys{*k}, map[string]*keys{"k": k}, struct{ k keys }{*k}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%p", "%!"} {
			assertRedacted(t, fmt.Sprintf(verb, thing))
		}
		var failed failedTest
		zero := reflect.Zero(reflect.TypeOf(thing)).Interface()
		assert.Equal(&failed, thing, zero) // prints what pointers lead to, without calling methods
		assert.Contains(t, failed.text, "Diff:")
		assertRedacted(t, failed.text)
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("json", "keys", thing)
		slog.New(slog.NewTextHandler(&log, nil)).Info("text", "keys", thing)
		assertRedacted(t, log.String())
		text, _ := json.Marshal(thing)
		assertRedacted(t, string(text))
		text, _ = xml.Marshal(thing)
		assertRedacted(t, string(text))
		var stream bytes.Buffer
		_ = gob.NewEncoder(&stream).Encode(thing)
		assertRedacted(t, stream.String())
	}
	assert.Error(t, gob.NewEncoder(new(bytes.Buffer)).Encode(k.unexported))
}

// failedTest keeps the message of a failed assertion.
type failedTest struct{ text string }

func (f *failedTest) Errorf(format string, args ...any) { f.text += fmt.Sprintf(format, args...) }

func assertRedacted(t *testing.T, text string) {
	t.Helper()
	assert.NotContains(t, text, secretText)
	assert.NotContains(t, text, fmt.Sprintf("%x", secretText))
	assert.NotContains(t, text, fmt.Sprintf("%v", []byte(secretText)))
}

func TestSecret_Forms(t *testing.T) {
	t.Parallel()
	type form struct {
		Key shelfwire.Secret
	}
	for name, tc := range map[string]struct {
		secret           shelfwire.Secret
		text, json, xml  string
		revealed, logged string
	}{
		"none": {shelfwire.NewSecret(""), "{}", `{"Key":""}`, "<form><Key></Key></form>", "", "level=INFO msg=a k=\"\"\n"},
		"one": {
			shelfwire.NewSecret(secretText), "{[redacted]}", `{"Key":"[redacted]"}`, "<form><Key>[redacted]</Key></form>",
			secretText, "level=INFO msg=a k=[redacted]\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := form{tc.secret}
			assert.Equal(t, tc.revealed, tc.secret.Reveal())
			assert.Equal(t, tc.revealed == "", tc.secret.IsZero())
			assert.Equal(t, tc.text, fmt.Sprint(f))
			text, err := json.Marshal(f)
			require.NoError(t, err)
			assert.JSONEq(t, tc.json, string(text))
			text, err = xml.Marshal(f)
			require.NoError(t, err)
			assert.Equal(t, tc.xml, string(text))
			var log bytes.Buffer
			slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{ReplaceAttr: dropTime})).Info("a", "k", tc.secret)
			assert.Equal(t, tc.logged, log.String())
		})
	}
}

func dropTime(_ []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

func TestSecret_UnmarshalText(t *testing.T) {
	t.Parallel()
	var config struct{ Key shelfwire.Secret }
	require.NoError(t, json.Unmarshal([]byte(`{"Key":"k\u00e9y"}`), &config))
	assert.Equal(t, "kéy", config.Key.Reveal())

	require.ErrorContains(t, json.Unmarshal([]byte(`{"Key":"[redacted]"}`), &config), "in place of a secret")
	assert.Equal(t, "kéy", config.Key.Reveal(), "an error changes nothing")

	require.NoError(t, json.Unmarshal([]byte(`{"Key":""}`), &config))
	assert.True(t, config.Key.IsZero())
}

func TestSecret_Equal(t *testing.T) {
	t.Parallel()
	one := shelfwire.NewSecret(secretText)
	assert.True(t, one.Equal(shelfwire.NewSecret(secretText)))
	assert.True(t, shelfwire.Secret{}.Equal(shelfwire.NewSecret("")))
	assert.False(t, one.Equal(shelfwire.NewSecret(secretText+"1")))
	assert.False(t, one.Equal(shelfwire.Secret{}))
}
