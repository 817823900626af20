package shopinventorytest

// ResetTime is the form of the reset_time of a 429.
type ResetTime = resetTime

// The forms of a reset time.
const (
	ResetUnix    = resetUnix
	ResetDate    = resetDate
	ResetSeconds = resetSeconds
	ResetPast    = resetPast
	ResetMissing = resetMissing
)

// SetResetTime sets how a 429 of SetLimits says when to call again, and whether the header Retry-After comes with it,
// as a number of seconds. All are whole seconds, rounded up, and the header Date of such a response is the time of
// the server's clock.
func (s *Server) SetResetTime(form ResetTime, retryAfter bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits.form, s.limits.retryAfter = form, retryAfter
}
