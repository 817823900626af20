package web

import (
	"fmt"
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxQuantity = 999

func checkQuantity(text string) string {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > maxQuantity {
		return fmt.Sprintf("Quantity must be a whole number from 1 to %d", maxQuantity)
	}
	return ""
}

func checkEmail(text string) string {
	address, err := mail.ParseAddress(text)
	if err != nil || address.Address != text || !strings.Contains(text[strings.LastIndex(text, "@"):], ".") {
		return "Enter an e-mail address such as name@shop.example"
	}
	return ""
}

var phoneForm = regexp.MustCompile(`^\+?[0-9 ().-]*$`)

func checkPhone(text string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
	if !phoneForm.MatchString(text) || len(digits) < 5 || len(digits) > 15 {
		return "Enter a phone number of 5 to 15 digits, such as +371 11000099, or leave it empty"
	}
	return ""
}

var postCodeForm = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z -]{1,11}$`)

func checkPostCode(text string) string {
	if !postCodeForm.MatchString(text) {
		return "Enter a post code of letters and digits, such as LV-0000"
	}
	return ""
}

// clean leaves out what is no text for people, and what databases do not take for text. Every kind of space is a
// space.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case isUnprintable(r):
			return -1
		default:
			return r
		}
	}, text)
}

// isUnprintable reports whether a character is neither a space nor anything to see. Bytes that are no text count
// as such.
func isUnprintable(r rune) bool {
	return r == utf8.RuneError || !unicode.IsSpace(r) && !unicode.IsPrint(r)
}
