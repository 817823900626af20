package transcript_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// rule checks a value against what HAR 1.2 says of it.
type rule func(v any) error

// The rules of http://www.softwareishard.com/blog/har-12-spec/ for what is required, and of what type it is.
var (
	ruleText   = func(v any) error { return expect[string](v) }
	ruleNumber = func(v any) error { return expect[json.Number](v) }
	ruleSize   = func(v any) error { return ruleAtLeast(v, -1) }
	ruleTime   = func(v any) error { return ruleAtLeast(v, 0) }
	ruleCookie = object(map[string]rule{"name": ruleText, "value": ruleText}, nil)
	rulePair   = ruleCookie
	ruleLog    = object(map[string]rule{
		"version": constant("1.2"),
		"creator": object(map[string]rule{"name": ruleText, "version": ruleText}, nil),
		"entries": list(object(map[string]rule{
			"startedDateTime": ruleDate, "time": ruleTime, "request": ruleRequest, "response": ruleResponse,
			"cache": object(nil, nil),
			"timings": object(map[string]rule{"send": ruleTime, "wait": ruleTime, "receive": ruleTime}, map[string]rule{
				"blocked": ruleSize, "dns": ruleSize, "connect": ruleSize, "ssl": ruleSize,
			}),
		}, map[string]rule{"comment": ruleText})),
	}, nil)
	ruleRequest = object(map[string]rule{
		"method": ruleText, "url": ruleURL, "httpVersion": ruleText, "cookies": list(ruleCookie), "headers": list(rulePair),
		"queryString": list(rulePair), "headersSize": ruleSize, "bodySize": ruleSize,
	}, map[string]rule{"postData": rulePostData, "comment": ruleText})
	ruleResponse = object(map[string]rule{
		"status": ruleNumber, "statusText": ruleText, "httpVersion": ruleText, "cookies": list(ruleCookie),
		"headers": list(rulePair), "redirectURL": ruleText, "headersSize": ruleSize, "bodySize": ruleSize,
		"content": ruleContent,
	}, map[string]rule{"comment": ruleText})
)

// object has required and optional members, and own ones that begin with an underscore.
func object(required, optional map[string]rule) rule {
	return func(v any) error {
		members, ok := v.(map[string]any)
		if !ok {
			return fmt.Errorf("%v is no object", v)
		}
		for name := range required {
			if _, found := members[name]; !found {
				return fmt.Errorf("%q is missing", name)
			}
		}
		for name, value := range members {
			check := required[name]
			if check == nil {
				check = optional[name]
			}
			switch {
			case strings.HasPrefix(name, "_"):
			case check == nil:
				return fmt.Errorf("%q is no member of HAR", name)
			default:
				if err := check(value); err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
			}
		}
		return nil
	}
}

func list(item rule) rule {
	return func(v any) error {
		items, ok := v.([]any)
		if !ok {
			return fmt.Errorf("%v is no list", v)
		}
		for i, one := range items {
			if err := item(one); err != nil {
				return fmt.Errorf("[%d] %w", i, err)
			}
		}
		return nil
	}
}

func constant(want string) rule {
	return func(v any) error {
		if v != want {
			return fmt.Errorf("%v is not %s", v, want)
		}
		return nil
	}
}

func expect[T any](v any) error {
	if _, ok := v.(T); !ok {
		return fmt.Errorf("%v is a %T", v, v)
	}
	return nil
}

func ruleAtLeast(v any, least int64) error {
	number, ok := v.(json.Number)
	r, valid := new(big.Rat).SetString(number.String())
	if !ok || !valid || r.Cmp(big.NewRat(least, 1)) < 0 {
		return fmt.Errorf("%v is no number of at least %d", v, least)
	}
	return nil
}

func ruleDate(v any) error {
	text, _ := v.(string)
	_, err := time.Parse("2006-01-02T15:04:05.000Z07:00", text)
	return err
}

func ruleURL(v any) error {
	if text, _ := v.(string); !strings.HasPrefix(text, "http") {
		return fmt.Errorf("%v is no absolute URL", v)
	}
	return nil
}

// rulePostData: params and text exclude each other.
func rulePostData(v any) error {
	err := object(map[string]rule{"mimeType": ruleText, "text": ruleText}, map[string]rule{
		"params": list(object(map[string]rule{"name": ruleText}, map[string]rule{"value": ruleText})), "comment": ruleText,
	})(v)
	if data, _ := v.(map[string]any); err == nil && data["params"] != nil && data["text"] != "" {
		return fmt.Errorf("both params and text")
	}
	return err
}

// ruleContent: the only encoding is base64, and the size that of the content.
func ruleContent(v any) error {
	err := object(map[string]rule{"size": ruleSize, "mimeType": ruleText}, map[string]rule{
		"text": ruleText, "encoding": constant("base64"), "comment": ruleText, "compression": ruleNumber,
	})(v)
	if content, _ := v.(map[string]any); err == nil && content["encoding"] != nil {
		_, err = base64.StdEncoding.DecodeString(content["text"].(string))
	}
	return err
}

// requireHAR checks an archive by the rules, and returns its entries.
func requireHAR(t *testing.T, text string) []any {
	t.Helper()
	in := json.NewDecoder(strings.NewReader(text))
	in.UseNumber()
	var file map[string]any
	require.NoError(t, in.Decode(&file), "it is JSON")
	require.False(t, in.More())
	require.NoError(t, object(map[string]rule{"log": ruleLog}, nil)(file))
	return file["log"].(map[string]any)["entries"].([]any)
}
