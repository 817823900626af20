package virtpostest

import "github.com/shelfwire/shelfwire/virtpos"

func writeInflow(d document, i *virtpos.Inflow) {
	d.writeInt("id", i.ID)
	writeID(d, "warehouse_id", i.WarehouseID)
	d.writeText("docdate", string(i.Date))
	d.writeText("waybill", i.Waybill)
	writeID(d, "supplier_id", i.SupplierID)
	d.writeText("supplier_external_id", i.SupplierExternalID)
	d.writeText("supplier_name", i.SupplierName)
	d.writeText("supplier_inn", i.SupplierINN)
	d.writeText("supplier_kpp", i.SupplierKPP)
	d.writeText("supplier_type", i.SupplierType)
	d.writeText("warehouse_external_id", i.WarehouseExternalID)
	writeDecimal(d, "amount", i.Amount)
	d.writeText("status", i.Status)
	d.writeText("comment", i.Comment)
	d.writeText("created_date", string(i.Created))
	writeLines(d, i.Lines)
	writeElements(d, i.Extra)
}

func writeWriteOff(d document, w *virtpos.WriteOff) {
	d.writeInt("id", w.ID)
	d.writeText("external_id", w.ExternalID)
	writeID(d, "warehouse_id", w.WarehouseID)
	d.writeText("docnum", w.Number)
	d.writeText("docdate", string(w.Date))
	writeDecimal(d, "amount", w.Amount)
	d.writeText("status", w.Status)
	d.writeText("status_name", w.StatusName)
	d.writeText("comment", w.Comment)
	d.writeText("warehouse_external_id", w.WarehouseExternalID)
	d.writeText("type", w.Type)
	d.writeText("guid", w.GUID)
	d.writeText("created_date", string(w.Created))
	d.writeText("created_by", w.CreatedBy)
	d.writeText("last_update_date", string(w.Updated))
	d.writeText("last_update_by", w.UpdatedBy)
	writeLines(d, w.Lines)
	writeElements(d, w.Extra)
}

func writeTransfer(d document, t *virtpos.Transfer) {
	d.writeInt("id", t.ID)
	writeID(d, "src_warehouse_id", t.SourceWarehouseID)
	writeID(d, "dst_warehouse_id", t.TargetWarehouseID)
	writeDecimal(d, "amount", t.Amount)
	d.writeText("status", t.Status)
	d.writeText("status_name", t.StatusName)
	d.writeText("created_date", string(t.Created))
	writeLines(d, t.Lines)
	writeElements(d, t.Extra)
}

func writeReturn(d document, r *virtpos.SupplierReturn) {
	d.writeInt("id", r.ID)
	writeID(d, "warehouse_id", r.WarehouseID)
	d.writeText("docnum", r.Number)
	d.writeText("docdate", string(r.Date))
	writeID(d, "supplier_id", r.SupplierID)
	d.writeText("supplier_name", r.SupplierName)
	writeDecimal(d, "amount", r.Amount)
	d.writeText("status", r.Status)
	d.writeText("status_name", r.StatusName)
	writeLines(d, r.Lines)
	writeElements(d, r.Extra)
}
