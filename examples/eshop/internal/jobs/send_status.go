package jobs

import (
	"context"

	"github.com/riverqueue/river"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/flows"
)

// SendStatus is the job that runs the flow of that name. In a program that keeps running it is a part of each round.
type SendStatus struct{}

// Kind names the job in the database.
func (SendStatus) Kind() string { return "send_status" }

// InsertOpts are the job's defaults.
func (a SendStatus) InsertOpts() river.InsertOpts { return pushOpts(a) }

func (SendStatus) everything() bool { return false } // there is one kind only

// SendStatus runs the job of that name, and returns what it did.
func (j *Jobs) SendStatus(ctx context.Context) (done flows.Statuses, err error) {
	err = j.push(ctx, SendStatus{}, &done)
	return done, err
}
