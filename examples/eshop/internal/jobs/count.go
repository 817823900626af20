package jobs

import "context"

// Count is how many jobs of a kind are in a state.
type Count struct {
	Kind, State string
	Jobs        int
}

// Counts returns how many jobs there are by kind and state, over all processes: those that have not run to their end, and
// those that were given up. River forgets the others after a day.
func (j *Jobs) Counts(ctx context.Context) (counts []Count, err error) {
	rows, err := j.db.QueryContext(ctx, `
		SELECT kind, CAST(state AS TEXT), count(*) FROM river_job
		WHERE state NOT IN ('completed', 'cancelled') GROUP BY kind, state ORDER BY kind, state`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var c Count
		if err := rows.Scan(&c.Kind, &c.State, &c.Jobs); err != nil {
			return nil, err
		}
		counts = append(counts, c)
	}
	return counts, rows.Err()
}
