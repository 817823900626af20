package virtpos

import "github.com/shelfwire/shelfwire"

type optDecimal = shelfwire.Opt[shelfwire.Decimal]

var itemType = newRecordType(recordType[CatalogueItem]{
	section:    &itemSection,
	id:         func(i *CatalogueItem) *int64 { return &i.ID },
	attributes: func(i *CatalogueItem) *map[int]string { return &i.Attributes },
	extra:      func(i *CatalogueItem) *[]Element { return &i.Extra },
	unread:     func(i *CatalogueItem) *[]shelfwire.Unread { return &i.Unread },
	members: []member[CatalogueItem]{
		newMember("id", func(i *CatalogueItem) *int64 { return &i.ID }, readID),
		newMember("external_id", func(i *CatalogueItem) *string { return &i.ExternalID }, readText),
		newMember("name", func(i *CatalogueItem) *string { return &i.Name }, readText),
		newMember("description", func(i *CatalogueItem) *string { return &i.Description }, readText),
		newMember("article", func(i *CatalogueItem) *string { return &i.Article }, readText),
		newListMember("barcodes", func(i *CatalogueItem) *[]string { return &i.Barcodes }, parseAnyText),
		newMember("type", func(i *CatalogueItem) *string { return &i.Type }, readText),
		newMember("manufacturer_id", func(i *CatalogueItem) *int64 { return &i.ManufacturerID }, readOptionalID),
		newListMember("group_ids", func(i *CatalogueItem) *[]int64 { return &i.GroupIDs }, parseIDText),
		newListMember("group_ext_ids", func(i *CatalogueItem) *[]string { return &i.GroupExternalIDs }, parseAnyText),
		newMember("enabled", func(i *CatalogueItem) *shelfwire.Opt[bool] { return &i.Enabled }, readYesNo),
		newMember("weight_good_flag", func(i *CatalogueItem) *shelfwire.Opt[bool] { return &i.SoldByWeight }, readYesNo),
		newMember("not_show_in_shop", func(i *CatalogueItem) *shelfwire.Opt[bool] { return &i.HiddenInShop }, readYesNo),
		newMember("vat_percent", func(i *CatalogueItem) *optDecimal { return &i.VATPercent }, readDecimal),
		newMember("sales_weight", func(i *CatalogueItem) *optDecimal { return &i.SortWeight }, readDecimal),
		newMember("volume", func(i *CatalogueItem) *optDecimal { return &i.Volume }, readDecimal),
		newMember("created_date", func(i *CatalogueItem) *Timestamp { return &i.Created }, readTimestamp),
		newMember("last_update_date", func(i *CatalogueItem) *Timestamp { return &i.Updated }, readTimestamp),
	},
})
