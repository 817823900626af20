package resicotest

import (
	"strconv"

	"github.com/shelfwire/shelfwire/internal/fake"
)

// paginator cuts a list into numbered pages and describes the requested one, with the twelve members of the
// guide, in its order.
type paginator struct {
	path        string
	page, limit int
	last, total int
	from, to    int // rows of the page, as indexes
}

func newPaginator(c *call, limit, total int) paginator {
	page, err := strconv.Atoi(c.Query.Get("page"))
	if err != nil || page < 1 {
		page = 1
	}
	p := paginator{path: "http://" + c.Host + c.Path, page: page, limit: limit, total: total}
	p.last = max(1, (total-1)/limit+1)
	if page <= p.last {
		p.from = (page - 1) * limit
		p.to = min(p.from+limit, total)
	}
	return p
}

// encodePage encodes the page; rows appends its rows.
func (p *paginator) encodePage(rows func([]byte) []byte) []byte {
	buf := make([]byte, 0, 512+256*(p.to-p.from))
	buf = append(buf, `{"current_page":`...)
	buf = strconv.AppendInt(buf, int64(p.page), 10)
	buf = append(rows(append(buf, `,"data":[`...)), ']')
	buf = p.appendURL(append(buf, `,"first_page_url":`...), 1)
	buf = p.appendRow(append(buf, `,"from":`...), p.from+1)
	buf = strconv.AppendInt(append(buf, `,"last_page":`...), int64(p.last), 10)
	buf = p.appendURL(append(buf, `,"last_page_url":`...), p.last)
	buf = append(buf, `,"next_page_url":`...)
	if p.page < p.last {
		buf = p.appendURL(buf, p.page+1)
	} else {
		buf = append(buf, "null"...)
	}
	buf = append(append(buf, `,"path":`...), fake.EncodeJSON(p.path)...)
	buf = strconv.AppendInt(append(buf, `,"per_page":`...), int64(p.limit), 10)
	buf = append(buf, `,"prev_page_url":`...)
	if p.page > 1 {
		buf = p.appendURL(buf, p.page-1)
	} else {
		buf = append(buf, "null"...)
	}
	buf = p.appendRow(append(buf, `,"to":`...), p.to)
	buf = strconv.AppendInt(append(buf, `,"total":`...), int64(p.total), 10)
	return append(buf, '}')
}

// appendURL appends the URL of another page. As in the guide it holds the limit and the page only, so
// following it loses order, fields and filter.
func (p *paginator) appendURL(buf []byte, page int) []byte {
	return append(buf, fake.EncodeJSON(p.path+"?limit="+strconv.Itoa(p.limit)+"&page="+strconv.Itoa(page))...)
}

// appendRow appends the number of a row, or null when the page is empty.
func (p *paginator) appendRow(buf []byte, number int) []byte {
	if p.from == p.to {
		return append(buf, "null"...)
	}
	return strconv.AppendInt(buf, int64(number), 10)
}
