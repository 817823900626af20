package jsonscan_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/shelfwire/shelfwire/internal/jsonscan"
)

func TestScanner_SameAsEncodingJSON(t *testing.T) {
	t.Parallel()
	for _, text := range texts {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			for size := range 20 {
				compareWithJSON(t, text, size)
				compareWithJSON(t, strings.Repeat(" ", size)+text, 16)
			}
			compareWithJSON(t, `[`+text+`]`, 64)
			compareWithJSON(t, `{"a":`+text+`,"b":`+text+`}`, 3)
			compareWithJSON(t, `{"a`+text+`":0}`, 5)
		})
	}
}

// A text is rejected or accepted alike wherever it breaks off and whatever byte goes on there.
func TestScanner_SameAsEncodingJSON_AtEachByte(t *testing.T) {
	t.Parallel()
	text := ` {"ab":[1,-2.50e+7,"x\u00e9\n\"",true,false,null,{}],"Ж":{"":[ ]}, "c":0 } `
	for at := range len(text) + 1 {
		compareWithJSON(t, text[:at], 8)
		for c := range 256 {
			compareWithJSON(t, text[:at]+string([]byte{byte(c)})+text[at:], 64)
		}
	}
}

func TestScanner_SameAsEncodingJSON_Deep(t *testing.T) {
	t.Parallel()
	for _, depth := range []int{9_999, 10_000, 10_001} {
		for _, pair := range [][2]string{{`[`, `]`}, {`{"a":`, `}`}} {
			text := strings.Repeat(pair[0], depth) + "1" + strings.Repeat(pair[1], depth)
			_, err := scanAll(strings.NewReader(text), 64)
			assertSameVerdict(t, text, err)
			assert.Equal(t, depth <= 10_000, err == io.EOF)
		}
	}
}

// Different strings stay different, also where encoding/json makes them alike.
func TestScanner_Text(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		`"a"`: "a", `"\u0041\/"`: "A/", `"\ud83d\ude00"`: "😀", `"\uD83D\uDE00"`: "😀",
		`"\ud83d"`: "\xed\xa0\xbd", `"\ude00x"`: "\xed\xb8\x80x", `"\ud83d\u0041"`: "\xed\xa0\xbdA",
		"\"\xff\"": "\xff", "\"\xed\xa0\xbd\"": "\xed\xa0\xbd", `"\ufffd"`: "\uFFFD",
		`-0.50`: "-0.50", `1E+3`: "1E+3", `true`: "true", `false`: "false", `null`: "null", `[`: "", `{`: "",
	} {
		s := jsonscan.New(strings.NewReader(written), 4)
		_, err := s.Next()
		require.NoError(t, err)
		assert.Equal(t, want, string(s.Text()))
	}
}

func TestScanner_Errors(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ text, says string }{
		{`x`, "invalid character 'x' where a value belongs"},
		{`[}`, "invalid character '}' where a value or the end of a list belongs"},
		{`{]`, "invalid character ']' where a name or the end of an object belongs"},
		{`{"a":1,}`, "invalid character '}' where a name belongs"},
		{`{"a"1}`, "invalid character '1' where a colon belongs"},
		{`[1 2]`, "invalid character '2' where a comma or a closing bracket belongs"},
		{`{}{}`, "invalid character '{' follows the end of the value"},
		{"[\xd0", "invalid byte 0xD0 where a value or the end of a list belongs"},
		{"\x80", "invalid byte 0x80 where a value belongs"},
		{"\"\n\"", `invalid character '\n' in a string`},
		{`"\q"`, "invalid character 'q' in an escape"},
		{`"\u00g0"`, `invalid character 'g' in a \u escape`},
		{`-x`, "invalid character 'x' in a number"},
		{`1.x`, "invalid character 'x' behind the point of a number"},
		{`1ex`, "invalid character 'x' in the exponent of a number"},
		{`nulx`, "invalid character 'x' in null"},
		{strings.Repeat("[", 10_001), "invalid character '[' within 10000 open brackets"},
	} {
		_, err := scanAll(strings.NewReader(tc.text), 16)
		assert.EqualError(t, err, tc.says)
	}
}

// An error comes again and again, and so does the end.
func TestScanner_Next_AfterError(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"a":1}`: "EOF", `{"a":1`: "unexpected EOF", `[1}]`: "invalid", `[-x]`: "invalid", `["\q",1]`: "invalid", `[tru 1]`: "invalid",
		`{"\q":1}`: "invalid", `[1,]`: "invalid",
	} {
		s := jsonscan.New(strings.NewReader(text), 16)
		var first error
		var kind jsonscan.Kind
		for first == nil {
			kind, first = s.Next()
		}
		require.ErrorContains(t, first, want)
		assert.Zero(t, kind)
		assert.False(t, s.More())
		_, again := s.Next()
		assert.Equal(t, first, again)
		assert.Empty(t, s.Text())
	}
}

// An error of the stream is returned as it is, behind the tokens that are certain.
func TestScanner_Next_StreamError(t *testing.T) {
	t.Parallel()
	broken := fmt.Errorf("reset by peer: %w", io.EOF)
	text := `{"a":[1,-2.5e1,"x\u0041",true,null]} `
	whole, err := scanAll(strings.NewReader(text), 16)
	require.Equal(t, io.EOF, err)
	for at := range len(text) + 1 {
		for _, read := range readers {
			got, err := scanAll(read(io.MultiReader(strings.NewReader(text[:at]), iotest.ErrReader(broken))), 4)
			require.Equal(t, broken, err)
			require.LessOrEqual(t, len(got), len(whole))
			for i := range got {
				require.Equal(t, whole[i], got[i])
			}
		}
	}
}

// A stream that gives nothing ends with an error.
func TestScanner_Next_NoProgress(t *testing.T) {
	t.Parallel()
	_, err := scanAll(idleReader{}, 16)
	require.Equal(t, io.ErrNoProgress, err)
}

// A stream is not read behind its error, even when it goes on.
func TestScanner_Next_StreamGoesOn(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`[1`, `["a`, `[tru`, `[`, `[1 `, `{"a"`} {
		s := jsonscan.New(io.MultiReader(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader(text))), strings.NewReader(`1]`)), 16)
		_, err := s.Next()
		require.NoError(t, err)
		require.False(t, s.More())
		for range 3 {
			_, err = s.Next()
			require.Equal(t, iotest.ErrTimeout, err)
		}

		_, err = scanAll(&resumingReader{parts: []string{text, `1]`}}, 16)
		require.Equal(t, io.ErrClosedPipe, err)
	}
}

// resumingReader returns each part together with an error.
type resumingReader struct{ parts []string }

func (r *resumingReader) Read(p []byte) (int, error) {
	if len(r.parts) == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.parts[0])
	r.parts = r.parts[1:]
	return n, io.ErrClosedPipe
}

type idleReader struct{}

func (idleReader) Read([]byte) (int, error) { return 0, nil }

// A token is returned before more than it has arrived; a number ends with the byte behind it.
func TestScanner_Next_ReadsNoFurther(t *testing.T) {
	t.Parallel()
	body := &countingReader{stream: strings.NewReader(`{"a":["x",1,true] , "b":null}`)}
	s := jsonscan.New(iotest.OneByteReader(body), 16)
	for {
		kind, err := s.Next()
		if err != nil {
			require.Equal(t, io.EOF, err)
			return
		}
		want := s.Offset()
		if kind == jsonscan.Number {
			want++
		}
		assert.Equal(t, want, body.n, "%d %s", kind, s.Text())
	}
}

type countingReader struct {
	stream io.Reader
	n      int64
}

func (r *countingReader) Read(p []byte) (int, error) {
	n, err := r.stream.Read(p)
	r.n += int64(n)
	return n, err
}

func TestScanner_More(t *testing.T) {
	t.Parallel()
	s := jsonscan.New(iotest.OneByteReader(strings.NewReader(`[ {"a" : 1 } , [ ] ] `)), 2)
	var more []bool
	var depths []int
	for {
		if _, err := s.Next(); err != nil {
			break
		}
		more, depths = append(more, s.More()), append(depths, s.Depth())
	}
	assert.Equal(t, []bool{true, true, true, false, true, false, false, false}, more)
	assert.Equal(t, []int{1, 2, 2, 2, 1, 2, 1, 0}, depths)
}

// The memory of a stream is that of its longest token.
func TestScanner_Allocations(t *testing.T) {
	text := "[" + strings.Repeat(`{"name":"\u0416x","n":-1.50,"b":true,"l":[null]},`, 1000) + strings.Repeat(" ", 1<<16) + `0]`
	tokens := 0
	allocations := testing.AllocsPerRun(5, func() {
		s := jsonscan.New(strings.NewReader(text), 64)
		for tokens = 0; ; tokens++ {
			if _, err := s.Next(); err != nil {
				break
			}
		}
	})
	assert.Equal(t, 12*1000+3, tokens)
	assert.LessOrEqual(t, allocations, 6.0)
}
