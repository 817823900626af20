package fake_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/shelfwire/shelfwire/internal/fake"
)

func TestServer_Fail_RejectsImpossibleStatuses(t *testing.T) {
	t.Parallel()
	srv, _, _ := startServer(t)
	for _, kind := range []fake.Kind{fake.Respond, fake.RespondError, fake.EchoKey} {
		for status, want := range map[int]string{
			0: "countertest: a fault cannot answer with status 0", 199: "countertest: a fault cannot answer with status 199",
			1000: "countertest: a fault cannot answer with status 1000",
		} {
			assert.PanicsWithValue(t, want, func() { srv.Fail(fake.Spec{Times: 1, Kind: kind, Status: status}) })
		}
		assert.NotPanics(t, func() {
			srv.Fail(fake.Spec{Times: 1, Kind: kind, Status: 200}, fake.Spec{Times: 1, Kind: kind, Status: 999})
		})
	}
}

func TestServer_RejectsUnknownOperations(t *testing.T) {
	t.Parallel()
	srv, _, _ := startServer(t)
	const want = `countertest: there is no operation "Counter.Ad"; there are Counter.Add, Counter.List`
	assert.PanicsWithValue(t, want, func() { srv.Fail(fake.Spec{Ops: []string{"Counter.Ad"}, Times: 1}) })
	assert.PanicsWithValue(t, want, func() { srv.Calls("Counter.Ad") })
}
