// Package apinames knows the names that the providers' APIs use for members, elements and parameters. Any other name in a
// message may be data: the code of a location, a customer, a field that a merchant has named.
package apinames

import "strings"

// shortName is the length up to which a name tells nothing.
const shortName = 2

// IsKnown reports whether a name is one of the APIs', in whatever case. The marks of an attribute and of a parameter of
// OData may stand before it: "@id", "$filter".
func IsKnown(name string) bool {
	name = strings.TrimLeft(name, "@$")
	return len(name) <= shortName || known[strings.ToLower(name)]
}

// known are the names in lower case.
var known = makeSet(`
	accept access_denied access_token account accountnumber accumulated_sales action active actualamount add
	address adjust_by advanceinvoice advanceinvoices aeio age all allow amount and anonymous apartmentnumbe
	apartmentnumber apikey apisecret applicationexception applied_discounts approvedate approvedby approveddate
	article asc assign attribute authorization available_quantity awaiting backorder_quantity balance
	balance_updated balancedetailed bank bankaccount bankaccountid bankaccountnumber bankaccounts bankname
	barcode barcodes bare base64 baseurl basic batchcode bearer before billing_ billing_extra billing_is_company
	billing_name billing_phone billing_vat_number birth_day birth_month birth_year bom bonuses buildingnumber
	bundle business bytes canceled cancelled card cards cash cash_delivery category category_id category_name
	cdate cdatefrom cdateto changed channel_name channel_ref_id city client client_credentials client_id
	client_secret clientcode clientid clientkey clientsecret close_time cmp code cogs collected color comment
	confirm confirmed conflict conflicting_fields contains convertall converted correcteddocumentid
	correcteddocumentnumber correcteddocumenttype correctedid correction correctionreason correctionreasontext
	corrections correctiveinvoice correctiveinvoices count countries country country_name countrycode coupon
	create created created_after created_before created_by created_date createdafter createdbefore createonce
	creationdate crm currency currencyadvance currencycode currencyconverter currencygrosstotal currencynettotal
	currencyrate currencyratedate currencyratetype currencyratetypemanual currencyratetypenbp currencyvattotal
	current current_page custom custom_information customer customer_email customer_id customer_note
	customerbankaccountname customerbankaccountnumber customercode customerdeliveryaddress customerid
	customerkind customers customerstatus customerstatusdomestic customerstatusintraeu customerstatusoss
	customerstatusoutsideeu customerstatustriangular customertaxnumber customertype customertypebusiness
	customertypeperson customerupdate customprint customprintid customprints daily data date date_created
	date_modified datefrom datetime dateto days days_limit deadline defaultsotype delete deletereason delivered
	deliveryaddress deliverypostcode desc description details digital discount discountpercent div docdate
	docnum documentcreatedbytaxpayer documentid documentnumber documentstatusconfirmed documentstatusdraft
	documenttype domestic draft dst_warehouse_id duedate ean electronicprintout email emailreceipt empty enabled
	enabled_only encoding endswith entityid entityname entitynotfoundexception error error_description eur
	exception exceptionmessage exceptiontype exchangerate exchangeratedate expdate expected expir_date expires
	expires_in expirydate ext_ ext_ref external_id externalid fail failed failure false feed field fields filter
	finalize findbydescription findbymail findbynumber findbytaxnumber findorcreate first_page_url flag24hours
	flatnumber flexfields fname forbidden format from fts gender get getonhandversion getonly goods grant_type
	gross grosstotal group_ext_ids group_ids guid has_returns headquerter_id hidden housenumber html_template_id
	ibsc id identifier ids image_url images in_process inactive include includedinjpkv7 includedinvatue income
	income_tax incomplete indefinite index_tree inf inflow inflows info inlow internaldocument invalid
	invalid_client invalid_request invalid_value invalidoperationexception inventory inventory_enabled invoice
	invoicedocidnum invoiceid invoices invoicetype invoicetypegross invoicetypenet isfinal isnew isossprocedure
	issuedate item item_group item_groups item_id item_type itemcode itemgroup itemid itemname items
	jsonreaderexception kind ksef language large last_page last_page_url last_update_by last_update_date lat
	legaladdress limit line line_id line_items line_subtotal_gross line_subtotal_net line_tax_amount lineno
	lines linkednumber links list lname loc2 local location_id location_name locationcode lon lot_number
	lotnumber loyalty loyaltycards mail malformed manual manuf_date manufacturedate manufacturer_id
	manufacturer_name maxbody medium membershippoints message messagedetail meta meta_fields mname mobilepay mod
	modelstate modifiedby monthly movegood movegoods mul multi_variant name nan nbp net nettotal new next
	next_page_url nip nipprefix nol none not not_alterable not_found not_show_in_shop note notes null number
	odataexception off old_price_gross old_price_net oldprice one onhand onhand_version onhandupdate
	onhandversion open open_time option optionalprices order orderby orders organisation_id organisation_name
	oss osscountrycode ossprocedurecountrycode otherpaymentmethod outcome overlap page page_size pagesize paid
	paid_amount params parent_ext_id parent_id parentsku party path payable payment payment_date payment_details
	payment_method_code payment_method_name payment_status payment_status_text payment_transaction_id
	paymentdeadline paymentdetails paymentduedate paymentid paymentmethod paymentmethodaccount paymentmethodcard
	paymentmethodcash paymentmethodcode payments paymentstatus paymentstatuspaid paymentstatuspartly
	paymentstatusunpaid paymentterms paymenttype paymenttypeid paymenttypes per_page person phone phonenumber
	pln poscode postalcode postcode prefetch prev_page_url price price_gross price_net pricelist pricelistid
	prices primary primarybankaccount primarybankcode primarybankname print printoutheader printtemplates
	product product_ean product_id product_name product_sku product_stock product_tax_name product_tax_percent
	productcode productcurrencyprice productdescription productid productname productprice products
	productsbalance producttype producttypegoods producttypeservice producttypestocked proforma proformas
	proformastatusconverted proformastatusopen promo_cart promo_product provider public_code purchase
	purchasedate purchaseinvoice purchaseinvoices purchasingparty purchasingpartyid qty quantity quantity_before
	quantity_multiplier rate rateid raw raw_total_balance read readonly_field receiptdate receiptno
	receivingparty receivingpartyid recipientaccountnumber recipientaddress recipientname recipienttaxid ref
	refunded region register_date registrationid registrationno rejected replace reportingperiod
	reportingperioddaily reportingperiodindefinite reportingperiodmonthly reportingperiodweekly
	representativefirstname representativelastname requisition reserved reservedaj reservedof reservedpp
	reservedtj reset_time resume resumewithin return return_source_id returned returns reverse_vat_entries
	reversevat reversevatcode ron root row_count salegrossprice salenetprice saleprice sales_invoice
	sales_weight salesdate salesinvoice salesinvoiceline scope search secondarybankaccount secondarybankcode
	secondarybankname secrets section sellingpartybankaccountname sellingpartybankaccountnumber sellingpartyid
	senderaddress sendername sendertaxid serialnumber server_error service setzeroonhand shipmentasperiod
	shipmentenddate shipmentstartdate shipped shipping_ shipping_amount shipping_city shipping_cod_amount
	shipping_country_name shipping_full_address shipping_method_id shipping_method_name shipping_name
	shipping_phone shipping_state shipping_status shipping_status_text shipping_substatus_id shipping_tax_amount
	shipping_tax_percent shippingstatus show_in_shop since size skip sku social_insurance sort splitpayment
	src_warehouse_id start startswith status status_name stock stock_snapshot stocked stockonly store stores
	street sub substringof subtotal_amount subtotal_excluding_tax subtotal_including_tax success supplier
	supplier_external_id supplier_id supplier_inn supplier_kpp supplier_name supplier_type symbol sys_id
	tax_amount tax_id tax_name tax_or_fee tax_value taxes taxonomy taxregistrationid template templateid
	temporarily_unavailable temporary thumb time timeout token token_type tolower top total total_amount
	total_discount total_entries total_excl_vat total_incl_vat total_incl_vat2 totals toupper transporter
	transporternotes triangular true turnovercalc type unauthorized unauthorized_client unchanged unclear
	undefined_field undefined_filter unit unit_price_gross unit_price_net unit_tax_amount unitofmeasurement
	unitofmeasurment unknown unpaid unsupported_grant_type update updated updatedafter updatedate updateonhand
	url value variant_options variants vat vat0 vat23 vat4 vat5 vat8 vat_entries vat_percent vatamount
	vatdeclarationdate vatdeclatationdate vatexempt vatnottaxable vatpurchasebook vatpurchasebooks vatpurchases
	vatrate vatrateid vatrates vatregistrationno vattotal vatuedeclarationdate version visibility visible volume
	wallet_amount warehouse warehouse_external_id warehouse_id warehouseid warehouses warning waybill weekly
	weight_good_flag wire with_phone withphone workers writeoff writeoffs zipcode zwolniony`)

func makeSet(words string) map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(words) {
		set[name] = true
	}
	return set
}
