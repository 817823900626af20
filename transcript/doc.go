// Package transcript writes down what goes over the wire, and plays it back.
//
//	client ──► Options.Transcript ──┬──► HAR    an HTTP archive: browsers and Postman open it, Replay serves it
//	           (keys are redacted   ├──► Text   to read, in the manner of curl -v
//	            before it gets it)  └──► Shape  members, kinds and lengths without values: to show to anybody
//
//	a program under test ──► Replay (an http.RoundTripper) ──► the recorded responses
//
// So a bug that a user has met becomes a test here, and a day of a shop becomes a test of the shop's own code:
//
//	har := transcript.NewHAR(file, nil)
//	client, err := resico.New(cred, &shelfwire.Options{Transcript: har.Record})
//	… // what is to be recorded
//	err = har.Close()
//
//	replay, err := transcript.NewReplay(file, nil)
//	client, err = resico.New(cred, &shelfwire.Options{HTTPClient: &http.Client{Transport: replay}})
//	… // the same calls get the same responses, without a network
//	err = replay.Done()
//
// # What is kept
//
// Keys, tokens and cookies never get here. Of the rest, [HAR] and [Text] keep numbers, dates, flags, the names of
// members and the API's own words, such as a status, a currency or a unit. All other texts are replaced word by
// word: names, e-mails, phones, addresses, registration numbers, SKUs, identifiers in paths, values in queries, and
// what the server says. Sentences of servers that decide what became of a call stay. The same word has the same
// pseudonym in the whole file, so that what belongs together is still seen to. Pseudonyms are drawn at random: the
// file holds nothing that leads back. Whole numbers of ten digits and more are replaced, too, numbers of seven in
// texts that people write, and any number under the name of something personal. Of names of members, those that are
// data, such as the codes of locations in a balance, are replaced as well; those of an object that is not known for it
// stay. [Options].Personal keeps everything but keys.
//
// Pseudonyms tell letter cases apart, and a number from the same number behind zeros. So a replay of a call whose server
// writes an SKU in another case, or a barcode as a number, may end otherwise than the call did; and so may one that
// compares what comes with a word that no request has had. ERP XT's Customers.FindOrCreate is one where a customer is
// looked for by e-mail: the name on the card is a pseudonym then, and another customer's. Record such calls with
// [Options].Personal. Files in base64 are left out: an empty one stands for a document in PDF.
//
// Quantities, prices and numeric identifiers of up to nine digits stay. A file that nobody outside may see them in is
// no HAR but a [Shape].
//
// A body that was cut, since it is longer than the bound of shelfwire.Exchange or broke off, goes into the Shape only:
// HAR and Text say that it is left out, and Replay rejects such an entry. Without personal data, so does a body that
// cannot be read, that is nested deeper than 64 levels, or that has JSON or XML behind something else.
package transcript
