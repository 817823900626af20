package erpxt

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/shelfwire/shelfwire"
	"github.com/shelfwire/shelfwire/internal/call"
	"github.com/shelfwire/shelfwire/internal/lenientjson"
)

// The provider's marks of success, without which a status proves nothing: an object with the id asked for, a list, a
// new id, an empty body after PUT and DELETE.

func (s *ProductsService) notes() *lenientjson.Notes {
	return &lenientjson.Notes{Redact: s.caller.Redact}
}

func readProduct(body []byte, id int64, notes *lenientjson.Notes) (p Product, err error) {
	value, err := lenientjson.Parse(body)
	if err != nil {
		return Product{}, err
	}
	p.readFrom(notes, value)
	if p.ID == id && p.Name != "" {
		return p, nil
	}
	return p, checkObject(value, id)
}

// checkObject looks for an object with the id asked for.
func checkObject(value lenientjson.Value, id int64) error {
	if refusal := refusalIn(value); refusal != nil {
		return refusal
	}
	switch got, given, ok := value.Member("Id").Int(); {
	case tellsOfFailure(value), !given || !ok:
		return noMark(value, "the response is not a product with an id")
	case got != id:
		return fmt.Errorf("product %d was asked for, and %d came", id, got)
	}
	return nil
}

// refusalIn returns the provider's words of failure in a response with a success status; nil when there are none that
// are clear. A product has a name and no words of failure, whatever else it has.
func refusalIn(value lenientjson.Value) *call.APIError {
	w := readWords(value)
	if !w.own || len(value.Member("Name")) > 0 || len(value.Member("Id")) > 0 && w.Message == "" {
		return nil
	}
	w.Outcome = shelfwire.OutcomeRefused
	return &w.APIError
}

// noMark says what a response without the mark of success says instead, such as the words of the provider's framework.
func noMark(value lenientjson.Value, problem string) error {
	if words := short(readWords(value).Message); words != "" {
		return errors.New("the response says: " + words)
	}
	return errors.New(problem)
}

// tellsOfFailure recognizes the words of failure of the provider's framework beside an id. A message of other words may
// come with a success.
func tellsOfFailure(value lenientjson.Value) bool {
	if len(value.Member("Name")) > 0 {
		return false
	}
	message, _ := value.Member("Message").Text()
	return len(value.Member("ExceptionMessage")) > 0 || len(value.Member("ExceptionType")) > 0 ||
		strings.HasPrefix(message, "An error has occurred")
}

// maxWords is the longest text of a response that an error repeats.
const maxWords = 4 << 10

// short leaves out a text that is too long for an error: it cannot be cut before it is cleared of keys.
func short(text string) string {
	if len(text) > maxWords {
		return ""
	}
	return text
}

// readNewID reads the response to a POST: the new id, bare or in an object.
func readNewID(body []byte) (int64, error) {
	value, err := lenientjson.Parse(body)
	if err != nil {
		return 0, err
	}
	if refusal := refusalIn(value); refusal != nil {
		return 0, refusal
	}
	number := value
	if value.IsObject() {
		number = value.Member("Id")
	}
	id, _, ok := number.Int()
	if !ok || id <= 0 || tellsOfFailure(value) {
		return 0, noMark(value, "the response is not the id of a new product")
	}
	return id, nil
}

// readDone reads the response to a PUT or DELETE. The guide shows 204 without a body, and lets a body come with it.
func readDone(body []byte, id int64) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	value, err := lenientjson.Parse(body)
	if err != nil {
		return err
	}
	return checkObject(value, id)
}
