package virtpostest

import (
	"github.com/shelfwire/shelfwire/internal/fake"
)

// basePath is the path of the API.
const basePath = "/api"

func (s *Server) newProvider() fake.Provider {
	const methods = "GET POST"
	return fake.Provider{
		Name: "virtpostest",
		Base: basePath,
		Endpoints: []fake.Endpoint{
			{Op: "Store.List", Method: methods, Path: "store", List: true, Serve: s.serveOperation((*Server).listStock)},
			{Op: "Store.UpdateOnHand", Method: methods, Path: "store/updateOnhand", Serve: s.serveOperation((*Server).updateOnHand)},
			{Op: "Store.OnHandVersion", Method: methods, Path: "store/getOnhandVersion", Serve: s.serveOperation((*Server).beginVersion)},
			{Op: "Store.ZeroOutdated", Method: methods, Path: "store/setZeroOnhand", Serve: s.serveOperation((*Server).zeroOutdated)},
			{Op: "Warehouses.List", Method: methods, Path: "warehouse", List: true, Serve: s.serveOperation((*Server).listWarehouses)},
			{Op: "Items.All", Method: methods, Path: "item", List: true, Serve: s.serveOperation((*Server).listItems)},
			{Op: "ItemGroups.List", Method: methods, Path: "itemGroup", List: true, Serve: s.serveOperation((*Server).listGroups)},
			{Op: "Customers.All", Method: methods, Path: "customer", List: true, Serve: s.serveOperation((*Server).listCustomers)},
			{Op: "Documents.Inflows", Method: methods, Path: "inflow", List: true, Serve: s.serveOperation((*Server).listInflows)},
			{Op: "Documents.WriteOffs", Method: methods, Path: "writeoff", List: true, Serve: s.serveOperation((*Server).listWriteOffs)},
			{Op: "Documents.Transfers", Method: methods, Path: "movegood", List: true, Serve: s.serveOperation((*Server).listTransfers)},
			{Op: "Documents.Returns", Method: methods, Path: "returns", List: true, Serve: s.serveOperation((*Server).listReturns)},
			{Op: "Read", Method: methods, Path: "{section}", List: true, Serve: s.serveOperation((*Server).readSection)},
		},
		Error: func(r *fake.Request, status int, message string) fake.Response {
			return s.newCall(r).writeRejection(&rejection{status, message})
		},
		Secrets: requestKeys,
		Redact:  redactKey,
	}
}

// serveOperation returns an endpoint that validates a request and then runs the operation under the lock.
func (s *Server) serveOperation(operation func(*Server, *call) (fake.Response, *rejection)) func(*fake.Request) fake.Response {
	return func(r *fake.Request) fake.Response {
		c := s.newCall(r)
		if err := c.checkCall(); err != nil {
			return c.writeRejection(err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		response, err := operation(s, c)
		if err != nil {
			return c.writeRejection(err)
		}
		return response
	}
}

func (c *call) checkCall() *rejection {
	if c.param("apikey") != acceptedKey {
		return newRejection("the key is missing or wrong")
	}
	switch c.queryParam("format") {
	case "", "xml", "json":
		return nil
	default:
		return newRejection("the format is neither xml nor json")
	}
}
