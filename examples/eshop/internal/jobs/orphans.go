package jobs

import (
	"context"
	"database/sql"
	"log/slog"

	"github.com/shelfwire/shelfwire/examples/eshop/internal/shop"
)

// orphans are jobs that count as running in this process, and that no worker of it is at. While the database is away, River
// tries a few times to write down that a job has ended, and then forgets it; and a job that it has fetched is lost when the
// response is. Others leave such a job alone, since this process lives, and River by itself would wait for hours.
//
// This process takes them back: they are due at once. Where a job was is known from the records of its steps, as after a
// kill.
type orphans struct {
	lookout

	db     *sql.DB
	id     string // of this process
	mine   string // selects what counts as running in the process $1
	atWork *atWork
	logger *slog.Logger // for what was taken back
	calm   *slog.Logger // for what happens again and again while the database is away

	seen map[orphan]int // in how many looks in a row
}

// orphan is one try of a job.
type orphan struct {
	job   int64
	begun string // as the database writes it
}

// enoughLooks is for how many looks in a row a job has to be an orphan: fifteen seconds. So long can River need to write
// down the end of a job once the database is back: ten seconds until it gives a lost connection up, and the pause after
// that. Looks are counted and not seconds, so that a process that was held up does not take its own jobs for orphans.
const enoughLooks = 30

// What counts as running in the process $1: the last one of those that have begun a job.
const (
	selectRunning = `SELECT id, CAST(attempted_at AS TEXT) FROM river_job WHERE state = 'running' AND `
	minePostgres  = selectRunning + `attempted_by[array_upper(attempted_by, 1)] = $1`
	mineSQLite    = selectRunning + `json_extract(attempted_by, '$[#-1]') = $1`
)

func newOrphans(s *shop.Shop, id string, logger *slog.Logger) *orphans {
	o := &orphans{
		db: s.DB(), id: id, mine: mineSQLite, atWork: &atWork{tries: map[int64]int{}}, logger: logger, calm: calm(logger),
	}
	if s.IsShared() {
		o.mine = minePostgres
	}
	return o
}

// watch takes back orphans until the end.
func (o *orphans) watch(ctx context.Context) { o.begin(ctx, o.look) }

// look takes back the jobs that have been orphans for long enough. Where it cannot, everything is counted anew: while the
// database is away, it is no wonder that nothing is written down.
func (o *orphans) look(ctx context.Context) {
	err := o.count(ctx)
	if err == nil {
		err = o.takeBack(ctx)
	}
	if err != nil {
		clear(o.seen)
		if ctx.Err() == nil {
			o.calm.WarnContext(ctx, "cannot look for jobs that nobody works on", "error", err)
		}
	}
}

// count counts in how many looks each of the orphans was one.
func (o *orphans) count(ctx context.Context) error {
	running, err := o.running(ctx)
	if err != nil {
		return err
	}
	seen := map[orphan]int{}
	for _, job := range running {
		if !o.atWork.has(job.job) {
			seen[job] = o.seen[job] + 1
		}
	}
	o.seen = seen
	return nil
}

// running returns what counts as running in this process.
func (o *orphans) running(ctx context.Context) (list []orphan, err error) {
	rows, err := o.db.QueryContext(ctx, o.mine, o.id)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var job orphan
		if err := rows.Scan(&job.job, &job.begun); err != nil {
			return nil, err
		}
		list = append(list, job)
	}
	return list, rows.Err()
}

// setOrphan gives an orphan a state, unless it is none any more.
const setOrphan = `
UPDATE river_job SET state = $1, scheduled_at = attempted_at
WHERE state = 'running' AND id = $2 AND CAST(attempted_at AS TEXT) = $3`

// takeBack makes due what has been an orphan for long enough. Until then the state is written as it is, from the second look
// on: that shows that the database can be written to, so that River could have done it. A file can be locked by another
// program and be read all the same.
func (o *orphans) takeBack(ctx context.Context) error {
	for job, looks := range o.seen {
		state := "running"
		switch {
		case looks == 1:
			continue // most of these have ended a moment ago
		case looks >= enoughLooks:
			state = "available"
		}
		changed, err := o.db.ExecContext(ctx, setOrphan, state, job.job, job.begun)
		if err != nil {
			return err
		}
		if n, err := changed.RowsAffected(); err == nil && n > 0 && looks >= enoughLooks {
			o.logger.WarnContext(ctx, "a job that nobody worked on begins again", "job", job.job)
		}
	}
	return nil
}
