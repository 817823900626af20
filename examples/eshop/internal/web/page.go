package web

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"html/template"
	"net/http"
	"path"
)

// page is what the layout needs of each page.
type page struct {
	Title   string
	Section string // of the navigation that the page belongs to
	IsError bool   // a form was rejected
	Body    any
}

// templates reads the layout with each of the pages.
func (s Site) templates() (map[string]*template.Template, error) {
	layout, err := template.New("layout.html").Funcs(s.functions()).
		ParseFS(files, "templates/layout.html", "templates/parts.html")
	if err != nil {
		return nil, err
	}
	pages := map[string]*template.Template{}
	for _, name := range []string{"products", "product", "order", "office", "sync", "error"} {
		t, err := layout.Clone()
		if err == nil {
			t, err = t.ParseFS(files, path.Join("templates", name+".html"))
		}
		if err != nil {
			return nil, err
		}
		pages[name] = t
	}
	return pages, nil
}

// render writes a page, whole or not at all.
func (s *site) render(w http.ResponseWriter, status int, name string, p page) error {
	var text bytes.Buffer
	if err := s.pages[name].Execute(&text, p); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = text.WriteTo(w) // nobody is left to tell
	return nil
}

// handler makes a page, or says why there is none.
type handler func(w http.ResponseWriter, r *http.Request) error

func (s *site) handle(pattern string, h handler) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// toForm leads to the page with the form that is sent to an address. A rejected form is shown at that address, and a browser
// that is opened again asks for it.
func toForm(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, path.Dir(r.URL.EscapedPath()), http.StatusSeeOther) //nolint:gosec // an address of this site
	return nil
}

// problem is an error that is for the person in front of the page.
type problem struct {
	status      int
	title, text string
}

func (p *problem) Error() string { return p.title }

var (
	errNotFound = &problem{http.StatusNotFound, "There is no such page",
		"The address may be mistyped, or what was here is gone."}
	errForeign = &problem{http.StatusForbidden, "This form came from another site",
		"Forms are taken from the pages of this shop only. Nothing was changed."}
	errOtherHost = &problem{http.StatusMisdirectedRequest, "This address is not served here",
		"The shop is for this machine only: use the address that it said when it was started."}
	errTooLong = &problem{http.StatusRequestEntityTooLarge, "That was too much",
		"The form was longer than any form that is filled in sensibly. Nothing was changed."}
	errUnreadable = &problem{http.StatusBadRequest, "The form could not be read",
		"It was damaged on its way. Nothing was changed."}
	errInside = &problem{http.StatusInternalServerError, "Something went wrong here",
		"It was noted for the people of the shop. An order that you have just placed is there once or not at all: " +
			"send the same form again, and it will not be doubled."}
)

// fail writes a page about an error. What it was is for the log.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	p, ok := errors.AsType[*problem](err)
	switch {
	case ok:
	case errors.Is(err, sql.ErrNoRows):
		p = errNotFound
	default:
		p = errInside
		if !errors.Is(err, context.Canceled) { // whoever asked has gone
			s.Logger.ErrorContext(r.Context(), "page failed", "page", r.Pattern, "error", err)
		}
	}
	if err := s.render(w, p.status, "error", page{Title: p.title, Body: p.text}); err != nil {
		s.Logger.ErrorContext(r.Context(), "page failed", "page", "error", "error", err)
	}
}

// readForm reads the form of a request.
func readForm(r *http.Request) error {
	err := r.ParseForm()
	if _, long := errors.AsType[*http.MaxBytesError](err); long {
		return errTooLong
	}
	if err != nil {
		return errUnreadable
	}
	return nil
}
