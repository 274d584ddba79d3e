// Ajv as a peer of test/fuzz/differential: a line {schema, draft, documents} in, a line with its verdicts out: true, false,
// or null where it has none.  Formats are not asserted.  Needs the packages ajv and ajv-draft-04.
const options = {strict: false, validateFormats: false, ownProperties: true, logger: false};
const makers = {
	"draft-04": () => new (require("ajv-draft-04").default)(options),
	"draft-06": () => new (require("ajv").default)(options).addMetaSchema(require("ajv/dist/refs/json-schema-draft-06.json")),
	"draft-07": () => new (require("ajv").default)(options),
	"2019-09": () => new (require("ajv/dist/2019").default)(options),
	"2020-12": () => new (require("ajv/dist/2020").default)(options)
};

function verdicts({schema, draft, documents}) {
	let validate;
	try {
		validate = makers[draft]().compile(schema);
	} catch (e) {
		return documents.map(() => null);
	}
	return documents.map(document => {
		try {
			return validate(document);
		} catch (e) {
			return null;
		}
	});
}

for (const make of Object.values(makers))
	make();
require("readline").createInterface({input: process.stdin}).on("line", line =>
	process.stdout.write(JSON.stringify(verdicts(JSON.parse(line))) + "\n"));
