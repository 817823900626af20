package resico

// window is a page in the server's numbering: the rows from (page-1)×limit up to page×limit.
type window struct{ limit, page int }

func (w window) offset() int { return (w.page - 1) * w.limit }

// nextWindow picks, among the pages of at most size rows, the one that holds the row before cursor and the
// most rows from cursor on. When no page holds both, which happens only below a size of 20, it picks the page
// that begins at cursor.
func nextWindow(cursor, size int) window {
	most, limit := 0, size
	for l := size; cursor > 0 && l > most+1; l-- {
		if fresh := l - 1 - (cursor-1)%l; fresh > most {
			most, limit = fresh, l
		}
	}
	if most == 0 {
		return window{limit: size, page: cursor/size + 1}
	}
	return window{limit: limit, page: (cursor-1)/limit + 1}
}
