package virtpos

import "github.com/shelfwire/shelfwire"

var warehouseType = newRecordType(recordType[WarehouseInfo]{
	section:    &warehouseSection,
	id:         func(w *WarehouseInfo) *int64 { return &w.ID },
	attributes: func(w *WarehouseInfo) *map[int]string { return &w.Attributes },
	extra:      func(w *WarehouseInfo) *[]Element { return &w.Extra },
	unread:     func(w *WarehouseInfo) *[]shelfwire.Unread { return &w.Unread },
	members: []member[WarehouseInfo]{
		newMember("id", func(w *WarehouseInfo) *int64 { return &w.ID }, readID),
		newMember("external_id", func(w *WarehouseInfo) *string { return &w.ExternalID }, readText),
		newMember("number", func(w *WarehouseInfo) *string { return &w.Number }, readText),
		newMember("name", func(w *WarehouseInfo) *string { return &w.Name }, readText),
		newMember("address", func(w *WarehouseInfo) *string { return &w.Address }, readText),
		newMember("phone", func(w *WarehouseInfo) *string { return &w.Phone }, readText),
		newMember("flag24hours", func(w *WarehouseInfo) *shelfwire.Opt[bool] { return &w.AlwaysOpen }, readYesNo),
		newMember("open_time", func(w *WarehouseInfo) *string { return &w.OpenTime }, readText),
		newMember("close_time", func(w *WarehouseInfo) *string { return &w.CloseTime }, readText),
		newMember("lat", func(w *WarehouseInfo) *string { return &w.Latitude }, readText),
		newMember("lon", func(w *WarehouseInfo) *string { return &w.Longitude }, readText),
		newMember("show_in_shop", func(w *WarehouseInfo) *shelfwire.Opt[bool] { return &w.ShownInShop }, readYesNo),
		newMember("location_id", func(w *WarehouseInfo) *int64 { return &w.LocationID }, readOptionalID),
		newMember("location_name", func(w *WarehouseInfo) *string { return &w.LocationName }, readText),
		newMember("organisation_id", func(w *WarehouseInfo) *int64 { return &w.OrganisationID }, readOptionalID),
		newMember("organisation_name", func(w *WarehouseInfo) *string { return &w.OrganisationName }, readText),
		newMember("created_date", func(w *WarehouseInfo) *Timestamp { return &w.Created }, readTimestamp),
		newMember("last_update_date", func(w *WarehouseInfo) *Timestamp { return &w.Updated }, readTimestamp),
	},
})
