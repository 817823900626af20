package faults

import (
	"fmt"
	"net/http"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// respondWith returns a fault that responds in place of the provider.
func respondWith(status int, header http.Header, body string) Fault {
	return newFault(fake.Spec{Kind: fake.Respond, Status: status, Header: header, Body: body})
}

// Status responds with a bare status, as a proxy or a load balancer does. Nothing is applied. Fail panics on a status
// below 200.
func Status(status int) Fault { return respondWith(status, nil, "") }

// Body responds to every request with this status, type and body. Nothing is applied. It is the general form of the
// faults that respond: a JSON null, the response of another product behind the same URL, a login form, an empty page
// with a wrong type. With an empty contentType the header is left out. Under 204 and 304 the body is left out.
func Body(status int, contentType, body string) Fault {
	header := http.Header{"Content-Type": nil} // keeps net/http from guessing one
	if contentType != "" {
		header.Set("Content-Type", contentType)
	}
	return respondWith(status, header, body)
}

// JSON is [Body] with the type application/json: API gateways and the routers of web frameworks respond with JSON of
// their own, such as {"message":"no Route matched with those values"}. Nothing is applied.
func JSON(status int, body string) Fault { return Body(status, "application/json", body) }

// HTML responds with a page for people. Nothing is applied. HTML(502) is a proxy in front of a server that is down,
// HTML(404) a web server's router on an unknown path, HTML(200) a login page, a maintenance page or a bot check with a
// status of success.
func HTML(status int) Fault {
	title := fmt.Sprintf("%d %s", status, http.StatusText(status))
	return Body(status, "text/html; charset=utf-8",
		"<!DOCTYPE html>\n<html><head><title>"+title+"</title></head><body><h1>"+title+"</h1></body></html>\n")
}

// PHPError responds with the text of an uncaught exception, as PHP does while display_errors is on. Nothing is applied;
// with AfterApplying, the script failed after its work. PHP's own status for it is 200: the status 500 is for hidden
// texts.
func PHPError(status int) Fault {
	return Body(status, "text/html; charset=UTF-8", `<br />
<b>Fatal error</b>:  Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused in /var/www/api/index.php:31
Stack trace:
#0 /var/www/api/index.php(31): PDO-&gt;__construct()
#1 {main}
  thrown in <b>/var/www/api/index.php</b> on line <b>31</b><br />
`)
}

// ErrorBody responds with a status and an error in the provider's own form. Nothing is applied.
func ErrorBody(status int, message string) Fault {
	return newFault(fake.Spec{Kind: fake.RespondError, Status: status, Message: message})
}

// RateLimited responds with 429 and the header Retry-After: a number of seconds, an HTTP date, or "" for no header.
// Nothing is applied.
func RateLimited(retryAfter string) Fault {
	if retryAfter == "" {
		return Status(http.StatusTooManyRequests)
	}
	return respondWith(http.StatusTooManyRequests, http.Header{"Retry-After": {retryAfter}}, "")
}

// Redirect responds with 302 and a location, as a server does that sends strangers to its login page. Nothing is
// applied.
func Redirect(location string) Fault {
	return respondWith(http.StatusFound, http.Header{"Location": {location}}, "")
}

// EchoKey responds with 400 and an error in the provider's own form that repeats the credentials of the request.
// Nothing is applied.
func EchoKey() Fault { return newFault(fake.Spec{Kind: fake.EchoKey, Status: http.StatusBadRequest}) }
