package web

import "net/http"

// withHooks lets the hooks stand beside the pages, in front of which the guard is.
func withHooks(pages http.Handler, hooks map[string]http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if hook, ok := hooks[r.URL.Path]; ok {
			hook.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	})
}
