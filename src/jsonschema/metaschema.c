/*
 * metaschema.c
 *	  The meta-schemas, which a "$ref" or "$schema" may name without carrying
 *	  them along.
 *
 * The texts are those of the JSON Schema specifications, white space removed;
 * their authors publish them under the BSD licence.
 */
#include "postgres.h"

#include "jsonschema/program.h"

static const char draft4[] =
"{\"id\":\"http://json-schema.org/draft-04/schema#\",\"$schema\":\"http://json-schem"
"a.org/draft-04/schema#\",\"description\":\"Core schema meta-schema\",\"definitions"
"\":{\"schemaArray\":{\"type\":\"array\",\"minItems\":1,\"items\":{\"$ref\":\"#\"}},\"positiv"
"eInteger\":{\"type\":\"integer\",\"minimum\":0},\"positiveIntegerDefault0\":{\"allOf\":"
"[{\"$ref\":\"#/definitions/positiveInteger\"},{\"default\":0}]},\"simpleTypes\":{\"en"
"um\":[\"array\",\"boolean\",\"integer\",\"null\",\"number\",\"object\",\"string\"]},\"string"
"Array\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"minItems\":1,\"uniqueItems\":"
"true}},\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"},\"$schema\":{\"type"
"\":\"string\"},\"title\":{\"type\":\"string\"},\"description\":{\"type\":\"string\"},\"defau"
"lt\":{},\"multipleOf\":{\"type\":\"number\",\"minimum\":0,\"exclusiveMinimum\":true},\"m"
"aximum\":{\"type\":\"number\"},\"exclusiveMaximum\":{\"type\":\"boolean\",\"default\":fal"
"se},\"minimum\":{\"type\":\"number\"},\"exclusiveMinimum\":{\"type\":\"boolean\",\"defaul"
"t\":false},\"maxLength\":{\"$ref\":\"#/definitions/positiveInteger\"},\"minLength\":{"
"\"$ref\":\"#/definitions/positiveIntegerDefault0\"},\"pattern\":{\"type\":\"string\",\""
"format\":\"regex\"},\"additionalItems\":{\"anyOf\":[{\"type\":\"boolean\"},{\"$ref\":\"#\"}"
"],\"default\":{}},\"items\":{\"anyOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#/definitions/schema"
"Array\"}],\"default\":{}},\"maxItems\":{\"$ref\":\"#/definitions/positiveInteger\"},\""
"minItems\":{\"$ref\":\"#/definitions/positiveIntegerDefault0\"},\"uniqueItems\":{\"t"
"ype\":\"boolean\",\"default\":false},\"maxProperties\":{\"$ref\":\"#/definitions/posit"
"iveInteger\"},\"minProperties\":{\"$ref\":\"#/definitions/positiveIntegerDefault0\""
"},\"required\":{\"$ref\":\"#/definitions/stringArray\"},\"additionalProperties\":{\"a"
"nyOf\":[{\"type\":\"boolean\"},{\"$ref\":\"#\"}],\"default\":{}},\"definitions\":{\"type\":"
"\"object\",\"additionalProperties\":{\"$ref\":\"#\"},\"default\":{}},\"properties\":{\"ty"
"pe\":\"object\",\"additionalProperties\":{\"$ref\":\"#\"},\"default\":{}},\"patternPrope"
"rties\":{\"type\":\"object\",\"additionalProperties\":{\"$ref\":\"#\"},\"default\":{}},\"d"
"ependencies\":{\"type\":\"object\",\"additionalProperties\":{\"anyOf\":[{\"$ref\":\"#\"},"
"{\"$ref\":\"#/definitions/stringArray\"}]}},\"enum\":{\"type\":\"array\",\"minItems\":1,"
"\"uniqueItems\":true},\"type\":{\"anyOf\":[{\"$ref\":\"#/definitions/simpleTypes\"},{\""
"type\":\"array\",\"items\":{\"$ref\":\"#/definitions/simpleTypes\"},\"minItems\":1,\"uni"
"queItems\":true}]},\"format\":{\"type\":\"string\"},\"allOf\":{\"$ref\":\"#/definitions/"
"schemaArray\"},\"anyOf\":{\"$ref\":\"#/definitions/schemaArray\"},\"oneOf\":{\"$ref\":\""
"#/definitions/schemaArray\"},\"not\":{\"$ref\":\"#\"}},\"dependencies\":{\"exclusiveMa"
"ximum\":[\"maximum\"],\"exclusiveMinimum\":[\"minimum\"]},\"default\":{}}";

static const char draft6[] =
"{\"$schema\":\"http://json-schema.org/draft-06/schema#\",\"$id\":\"http://json-sche"
"ma.org/draft-06/schema#\",\"title\":\"Core schema meta-schema\",\"definitions\":{\"s"
"chemaArray\":{\"type\":\"array\",\"minItems\":1,\"items\":{\"$ref\":\"#\"}},\"nonNegativeI"
"nteger\":{\"type\":\"integer\",\"minimum\":0},\"nonNegativeIntegerDefault0\":{\"allOf\""
":[{\"$ref\":\"#/definitions/nonNegativeInteger\"},{\"default\":0}]},\"simpleTypes\":"
"{\"enum\":[\"array\",\"boolean\",\"integer\",\"null\",\"number\",\"object\",\"string\"]},\"st"
"ringArray\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"uniqueItems\":true,\"def"
"ault\":[]}},\"type\":[\"object\",\"boolean\"],\"properties\":{\"$id\":{\"type\":\"string\","
"\"format\":\"uri-reference\"},\"$schema\":{\"type\":\"string\",\"format\":\"uri\"},\"$ref\":"
"{\"type\":\"string\",\"format\":\"uri-reference\"},\"title\":{\"type\":\"string\"},\"descri"
"ption\":{\"type\":\"string\"},\"default\":{},\"examples\":{\"type\":\"array\",\"items\":{}}"
",\"multipleOf\":{\"type\":\"number\",\"exclusiveMinimum\":0},\"maximum\":{\"type\":\"numb"
"er\"},\"exclusiveMaximum\":{\"type\":\"number\"},\"minimum\":{\"type\":\"number\"},\"exclu"
"siveMinimum\":{\"type\":\"number\"},\"maxLength\":{\"$ref\":\"#/definitions/nonNegativ"
"eInteger\"},\"minLength\":{\"$ref\":\"#/definitions/nonNegativeIntegerDefault0\"},\""
"pattern\":{\"type\":\"string\",\"format\":\"regex\"},\"additionalItems\":{\"$ref\":\"#\"},\""
"items\":{\"anyOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#/definitions/schemaArray\"}],\"default"
"\":{}},\"maxItems\":{\"$ref\":\"#/definitions/nonNegativeInteger\"},\"minItems\":{\"$r"
"ef\":\"#/definitions/nonNegativeIntegerDefault0\"},\"uniqueItems\":{\"type\":\"boole"
"an\",\"default\":false},\"contains\":{\"$ref\":\"#\"},\"maxProperties\":{\"$ref\":\"#/defi"
"nitions/nonNegativeInteger\"},\"minProperties\":{\"$ref\":\"#/definitions/nonNegat"
"iveIntegerDefault0\"},\"required\":{\"$ref\":\"#/definitions/stringArray\"},\"additi"
"onalProperties\":{\"$ref\":\"#\"},\"definitions\":{\"type\":\"object\",\"additionalPrope"
"rties\":{\"$ref\":\"#\"},\"default\":{}},\"properties\":{\"type\":\"object\",\"additionalP"
"roperties\":{\"$ref\":\"#\"},\"default\":{}},\"patternProperties\":{\"type\":\"object\",\""
"additionalProperties\":{\"$ref\":\"#\"},\"propertyNames\":{\"format\":\"regex\"},\"defau"
"lt\":{}},\"dependencies\":{\"type\":\"object\",\"additionalProperties\":{\"anyOf\":[{\"$"
"ref\":\"#\"},{\"$ref\":\"#/definitions/stringArray\"}]}},\"propertyNames\":{\"$ref\":\"#"
"\"},\"const\":{},\"enum\":{\"type\":\"array\"},\"type\":{\"anyOf\":[{\"$ref\":\"#/definition"
"s/simpleTypes\"},{\"type\":\"array\",\"items\":{\"$ref\":\"#/definitions/simpleTypes\"}"
",\"minItems\":1,\"uniqueItems\":true}]},\"format\":{\"type\":\"string\"},\"allOf\":{\"$re"
"f\":\"#/definitions/schemaArray\"},\"anyOf\":{\"$ref\":\"#/definitions/schemaArray\"}"
",\"oneOf\":{\"$ref\":\"#/definitions/schemaArray\"},\"not\":{\"$ref\":\"#\"}},\"default\":"
"{}}";

static const char draft7[] =
"{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"$id\":\"http://json-sche"
"ma.org/draft-07/schema#\",\"title\":\"Core schema meta-schema\",\"definitions\":{\"s"
"chemaArray\":{\"type\":\"array\",\"minItems\":1,\"items\":{\"$ref\":\"#\"}},\"nonNegativeI"
"nteger\":{\"type\":\"integer\",\"minimum\":0},\"nonNegativeIntegerDefault0\":{\"allOf\""
":[{\"$ref\":\"#/definitions/nonNegativeInteger\"},{\"default\":0}]},\"simpleTypes\":"
"{\"enum\":[\"array\",\"boolean\",\"integer\",\"null\",\"number\",\"object\",\"string\"]},\"st"
"ringArray\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"uniqueItems\":true,\"def"
"ault\":[]}},\"type\":[\"object\",\"boolean\"],\"properties\":{\"$id\":{\"type\":\"string\","
"\"format\":\"uri-reference\"},\"$schema\":{\"type\":\"string\",\"format\":\"uri\"},\"$ref\":"
"{\"type\":\"string\",\"format\":\"uri-reference\"},\"$comment\":{\"type\":\"string\"},\"tit"
"le\":{\"type\":\"string\"},\"description\":{\"type\":\"string\"},\"default\":true,\"readOn"
"ly\":{\"type\":\"boolean\",\"default\":false},\"examples\":{\"type\":\"array\",\"items\":tr"
"ue},\"multipleOf\":{\"type\":\"number\",\"exclusiveMinimum\":0},\"maximum\":{\"type\":\"n"
"umber\"},\"exclusiveMaximum\":{\"type\":\"number\"},\"minimum\":{\"type\":\"number\"},\"ex"
"clusiveMinimum\":{\"type\":\"number\"},\"maxLength\":{\"$ref\":\"#/definitions/nonNega"
"tiveInteger\"},\"minLength\":{\"$ref\":\"#/definitions/nonNegativeIntegerDefault0\""
"},\"pattern\":{\"type\":\"string\",\"format\":\"regex\"},\"additionalItems\":{\"$ref\":\"#\""
"},\"items\":{\"anyOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#/definitions/schemaArray\"}],\"defa"
"ult\":true},\"maxItems\":{\"$ref\":\"#/definitions/nonNegativeInteger\"},\"minItems\""
":{\"$ref\":\"#/definitions/nonNegativeIntegerDefault0\"},\"uniqueItems\":{\"type\":\""
"boolean\",\"default\":false},\"contains\":{\"$ref\":\"#\"},\"maxProperties\":{\"$ref\":\"#"
"/definitions/nonNegativeInteger\"},\"minProperties\":{\"$ref\":\"#/definitions/non"
"NegativeIntegerDefault0\"},\"required\":{\"$ref\":\"#/definitions/stringArray\"},\"a"
"dditionalProperties\":{\"$ref\":\"#\"},\"definitions\":{\"type\":\"object\",\"additional"
"Properties\":{\"$ref\":\"#\"},\"default\":{}},\"properties\":{\"type\":\"object\",\"additi"
"onalProperties\":{\"$ref\":\"#\"},\"default\":{}},\"patternProperties\":{\"type\":\"obje"
"ct\",\"additionalProperties\":{\"$ref\":\"#\"},\"propertyNames\":{\"format\":\"regex\"},\""
"default\":{}},\"dependencies\":{\"type\":\"object\",\"additionalProperties\":{\"anyOf\""
":[{\"$ref\":\"#\"},{\"$ref\":\"#/definitions/stringArray\"}]}},\"propertyNames\":{\"$re"
"f\":\"#\"},\"const\":true,\"enum\":{\"type\":\"array\",\"items\":true},\"type\":{\"anyOf\":[{"
"\"$ref\":\"#/definitions/simpleTypes\"},{\"type\":\"array\",\"items\":{\"$ref\":\"#/defin"
"itions/simpleTypes\"},\"minItems\":1,\"uniqueItems\":true}]},\"format\":{\"type\":\"st"
"ring\"},\"contentMediaType\":{\"type\":\"string\"},\"contentEncoding\":{\"type\":\"strin"
"g\"},\"if\":{\"$ref\":\"#\"},\"then\":{\"$ref\":\"#\"},\"else\":{\"$ref\":\"#\"},\"allOf\":{\"$ref"
"\":\"#/definitions/schemaArray\"},\"anyOf\":{\"$ref\":\"#/definitions/schemaArray\"},"
"\"oneOf\":{\"$ref\":\"#/definitions/schemaArray\"},\"not\":{\"$ref\":\"#\"}},\"default\":t"
"rue}";

static const char draft2019_09[] =
"{\"$schema\":\"https://json-schema.org/draft/2019-09/schema\",\"$id\":\"https://jso"
"n-schema.org/draft/2019-09/schema\",\"$vocabulary\":{\"https://json-schema.org/d"
"raft/2019-09/vocab/core\":true,\"https://json-schema.org/draft/2019-09/vocab/a"
"pplicator\":true,\"https://json-schema.org/draft/2019-09/vocab/validation\":tru"
"e,\"https://json-schema.org/draft/2019-09/vocab/meta-data\":true,\"https://json"
"-schema.org/draft/2019-09/vocab/format\":false,\"https://json-schema.org/draft"
"/2019-09/vocab/content\":true},\"$recursiveAnchor\":true,\"title\":\"Core and Vali"
"dation specifications meta-schema\",\"allOf\":[{\"$ref\":\"meta/core\"},{\"$ref\":\"me"
"ta/applicator\"},{\"$ref\":\"meta/validation\"},{\"$ref\":\"meta/meta-data\"},{\"$ref\""
":\"meta/format\"},{\"$ref\":\"meta/content\"}],\"type\":[\"object\",\"boolean\"],\"proper"
"ties\":{\"definitions\":{\"$comment\":\"While no longer an official keyword as it "
"is replaced by $defs, this keyword is retained in the meta-schema to prevent"
" incompatible extensions as it remains in common use.\",\"type\":\"object\",\"addi"
"tionalProperties\":{\"$recursiveRef\":\"#\"},\"default\":{}},\"dependencies\":{\"$comm"
"ent\":\"\\\"dependencies\\\" is no longer a keyword, but schema authors should avo"
"id redefining it to facilitate a smooth transition to \\\"dependentSchemas\\\" a"
"nd \\\"dependentRequired\\\"\",\"type\":\"object\",\"additionalProperties\":{\"anyOf\":[{"
"\"$recursiveRef\":\"#\"},{\"$ref\":\"meta/validation#/$defs/stringArray\"}]}}}}";

static const char draft2019_09_applicator[] =
"{\"$schema\":\"https://json-schema.org/draft/2019-09/schema\",\"$id\":\"https://jso"
"n-schema.org/draft/2019-09/meta/applicator\",\"$vocabulary\":{\"https://json-sch"
"ema.org/draft/2019-09/vocab/applicator\":true},\"$recursiveAnchor\":true,\"title"
"\":\"Applicator vocabulary meta-schema\",\"type\":[\"object\",\"boolean\"],\"propertie"
"s\":{\"additionalItems\":{\"$recursiveRef\":\"#\"},\"unevaluatedItems\":{\"$recursiveR"
"ef\":\"#\"},\"items\":{\"anyOf\":[{\"$recursiveRef\":\"#\"},{\"$ref\":\"#/$defs/schemaArra"
"y\"}]},\"contains\":{\"$recursiveRef\":\"#\"},\"additionalProperties\":{\"$recursiveRe"
"f\":\"#\"},\"unevaluatedProperties\":{\"$recursiveRef\":\"#\"},\"properties\":{\"type\":\""
"object\",\"additionalProperties\":{\"$recursiveRef\":\"#\"},\"default\":{}},\"patternP"
"roperties\":{\"type\":\"object\",\"additionalProperties\":{\"$recursiveRef\":\"#\"},\"pr"
"opertyNames\":{\"format\":\"regex\"},\"default\":{}},\"dependentSchemas\":{\"type\":\"ob"
"ject\",\"additionalProperties\":{\"$recursiveRef\":\"#\"}},\"propertyNames\":{\"$recur"
"siveRef\":\"#\"},\"if\":{\"$recursiveRef\":\"#\"},\"then\":{\"$recursiveRef\":\"#\"},\"else\""
":{\"$recursiveRef\":\"#\"},\"allOf\":{\"$ref\":\"#/$defs/schemaArray\"},\"anyOf\":{\"$ref"
"\":\"#/$defs/schemaArray\"},\"oneOf\":{\"$ref\":\"#/$defs/schemaArray\"},\"not\":{\"$rec"
"ursiveRef\":\"#\"}},\"$defs\":{\"schemaArray\":{\"type\":\"array\",\"minItems\":1,\"items\""
":{\"$recursiveRef\":\"#\"}}}}";

static const char draft2019_09_content[] =
"{\"$schema\":\"https://json-schema.org/draft/2019-09/schema\",\"$id\":\"https://jso"
"n-schema.org/draft/2019-09/meta/content\",\"$vocabulary\":{\"https://json-schema"
".org/draft/2019-09/vocab/content\":true},\"$recursiveAnchor\":true,\"title\":\"Con"
"tent vocabulary meta-schema\",\"type\":[\"object\",\"boolean\"],\"properties\":{\"cont"
"entMediaType\":{\"type\":\"string\"},\"contentEncoding\":{\"type\":\"string\"},\"content"
"Schema\":{\"$recursiveRef\":\"#\"}}}";

static const char draft2019_09_core[] =
"{\"$schema\":\"https://json-schema.org/draft/2019-09/schema\",\"$id\":\"https://jso"
"n-schema.org/draft/2019-09/meta/core\",\"$vocabulary\":{\"https://json-schema.or"
"g/draft/2019-09/vocab/core\":true},\"$recursiveAnchor\":true,\"title\":\"Core voca"
"bulary meta-schema\",\"type\":[\"object\",\"boolean\"],\"properties\":{\"$id\":{\"type\":"
"\"string\",\"format\":\"uri-reference\",\"$comment\":\"Non-empty fragments not allowe"
"d.\",\"pattern\":\"^[^#]*#?$\"},\"$schema\":{\"type\":\"string\",\"format\":\"uri\"},\"$anch"
"or\":{\"type\":\"string\",\"pattern\":\"^[A-Za-z][-A-Za-z0-9.:_]*$\"},\"$ref\":{\"type\":"
"\"string\",\"format\":\"uri-reference\"},\"$recursiveRef\":{\"type\":\"string\",\"format\""
":\"uri-reference\"},\"$recursiveAnchor\":{\"type\":\"boolean\",\"default\":false},\"$vo"
"cabulary\":{\"type\":\"object\",\"propertyNames\":{\"type\":\"string\",\"format\":\"uri\"},"
"\"additionalProperties\":{\"type\":\"boolean\"}},\"$comment\":{\"type\":\"string\"},\"$de"
"fs\":{\"type\":\"object\",\"additionalProperties\":{\"$recursiveRef\":\"#\"},\"default\":"
"{}}}}";

static const char draft2019_09_format[] =
"{\"$schema\":\"https://json-schema.org/draft/2019-09/schema\",\"$id\":\"https://jso"
"n-schema.org/draft/2019-09/meta/format\",\"$vocabulary\":{\"https://json-schema."
"org/draft/2019-09/vocab/format\":true},\"$recursiveAnchor\":true,\"title\":\"Forma"
"t vocabulary meta-schema\",\"type\":[\"object\",\"boolean\"],\"properties\":{\"format\""
":{\"type\":\"string\"}}}";

static const char draft2019_09_meta_data[] =
"{\"$schema\":\"https://json-schema.org/draft/2019-09/schema\",\"$id\":\"https://jso"
"n-schema.org/draft/2019-09/meta/meta-data\",\"$vocabulary\":{\"https://json-sche"
"ma.org/draft/2019-09/vocab/meta-data\":true},\"$recursiveAnchor\":true,\"title\":"
"\"Meta-data vocabulary meta-schema\",\"type\":[\"object\",\"boolean\"],\"properties\":"
"{\"title\":{\"type\":\"string\"},\"description\":{\"type\":\"string\"},\"default\":true,\"d"
"eprecated\":{\"type\":\"boolean\",\"default\":false},\"readOnly\":{\"type\":\"boolean\",\""
"default\":false},\"writeOnly\":{\"type\":\"boolean\",\"default\":false},\"examples\":{\""
"type\":\"array\",\"items\":true}}}";

static const char draft2019_09_validation[] =
"{\"$schema\":\"https://json-schema.org/draft/2019-09/schema\",\"$id\":\"https://jso"
"n-schema.org/draft/2019-09/meta/validation\",\"$vocabulary\":{\"https://json-sch"
"ema.org/draft/2019-09/vocab/validation\":true},\"$recursiveAnchor\":true,\"title"
"\":\"Validation vocabulary meta-schema\",\"type\":[\"object\",\"boolean\"],\"propertie"
"s\":{\"multipleOf\":{\"type\":\"number\",\"exclusiveMinimum\":0},\"maximum\":{\"type\":\"n"
"umber\"},\"exclusiveMaximum\":{\"type\":\"number\"},\"minimum\":{\"type\":\"number\"},\"ex"
"clusiveMinimum\":{\"type\":\"number\"},\"maxLength\":{\"$ref\":\"#/$defs/nonNegativeIn"
"teger\"},\"minLength\":{\"$ref\":\"#/$defs/nonNegativeIntegerDefault0\"},\"pattern\":"
"{\"type\":\"string\",\"format\":\"regex\"},\"maxItems\":{\"$ref\":\"#/$defs/nonNegativeIn"
"teger\"},\"minItems\":{\"$ref\":\"#/$defs/nonNegativeIntegerDefault0\"},\"uniqueItem"
"s\":{\"type\":\"boolean\",\"default\":false},\"maxContains\":{\"$ref\":\"#/$defs/nonNega"
"tiveInteger\"},\"minContains\":{\"$ref\":\"#/$defs/nonNegativeInteger\",\"default\":1"
"},\"maxProperties\":{\"$ref\":\"#/$defs/nonNegativeInteger\"},\"minProperties\":{\"$r"
"ef\":\"#/$defs/nonNegativeIntegerDefault0\"},\"required\":{\"$ref\":\"#/$defs/string"
"Array\"},\"dependentRequired\":{\"type\":\"object\",\"additionalProperties\":{\"$ref\":"
"\"#/$defs/stringArray\"}},\"const\":true,\"enum\":{\"type\":\"array\",\"items\":true},\"t"
"ype\":{\"anyOf\":[{\"$ref\":\"#/$defs/simpleTypes\"},{\"type\":\"array\",\"items\":{\"$ref"
"\":\"#/$defs/simpleTypes\"},\"minItems\":1,\"uniqueItems\":true}]}},\"$defs\":{\"nonNe"
"gativeInteger\":{\"type\":\"integer\",\"minimum\":0},\"nonNegativeIntegerDefault0\":{"
"\"$ref\":\"#/$defs/nonNegativeInteger\",\"default\":0},\"simpleTypes\":{\"enum\":[\"arr"
"ay\",\"boolean\",\"integer\",\"null\",\"number\",\"object\",\"string\"]},\"stringArray\":{\""
"type\":\"array\",\"items\":{\"type\":\"string\"},\"uniqueItems\":true,\"default\":[]}}}";

static const char draft2020_12[] =
"{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"https://jso"
"n-schema.org/draft/2020-12/schema\",\"$vocabulary\":{\"https://json-schema.org/d"
"raft/2020-12/vocab/core\":true,\"https://json-schema.org/draft/2020-12/vocab/a"
"pplicator\":true,\"https://json-schema.org/draft/2020-12/vocab/unevaluated\":tr"
"ue,\"https://json-schema.org/draft/2020-12/vocab/validation\":true,\"https://js"
"on-schema.org/draft/2020-12/vocab/meta-data\":true,\"https://json-schema.org/d"
"raft/2020-12/vocab/format-annotation\":true,\"https://json-schema.org/draft/20"
"20-12/vocab/content\":true},\"$dynamicAnchor\":\"meta\",\"title\":\"Core and Validat"
"ion specifications meta-schema\",\"allOf\":[{\"$ref\":\"meta/core\"},{\"$ref\":\"meta/"
"applicator\"},{\"$ref\":\"meta/unevaluated\"},{\"$ref\":\"meta/validation\"},{\"$ref\":"
"\"meta/meta-data\"},{\"$ref\":\"meta/format-annotation\"},{\"$ref\":\"meta/content\"}]"
",\"type\":[\"object\",\"boolean\"],\"$comment\":\"This meta-schema also defines keywo"
"rds that have appeared in previous drafts in order to prevent incompatible e"
"xtensions as they remain in common use.\",\"properties\":{\"definitions\":{\"$comm"
"ent\":\"\\\"definitions\\\" has been replaced by \\\"$defs\\\".\",\"type\":\"object\",\"addi"
"tionalProperties\":{\"$dynamicRef\":\"#meta\"},\"deprecated\":true,\"default\":{}},\"d"
"ependencies\":{\"$comment\":\"\\\"dependencies\\\" has been split and replaced by \\\""
"dependentSchemas\\\" and \\\"dependentRequired\\\" in order to serve their differi"
"ng semantics.\",\"type\":\"object\",\"additionalProperties\":{\"anyOf\":[{\"$dynamicRe"
"f\":\"#meta\"},{\"$ref\":\"meta/validation#/$defs/stringArray\"}]},\"deprecated\":tru"
"e,\"default\":{}},\"$recursiveAnchor\":{\"$comment\":\"\\\"$recursiveAnchor\\\" has bee"
"n replaced by \\\"$dynamicAnchor\\\".\",\"$ref\":\"meta/core#/$defs/anchorString\",\"d"
"eprecated\":true},\"$recursiveRef\":{\"$comment\":\"\\\"$recursiveRef\\\" has been rep"
"laced by \\\"$dynamicRef\\\".\",\"$ref\":\"meta/core#/$defs/uriReferenceString\",\"dep"
"recated\":true}}}";

static const char draft2020_12_applicator[] =
"{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"https://jso"
"n-schema.org/draft/2020-12/meta/applicator\",\"$vocabulary\":{\"https://json-sch"
"ema.org/draft/2020-12/vocab/applicator\":true},\"$dynamicAnchor\":\"meta\",\"title"
"\":\"Applicator vocabulary meta-schema\",\"type\":[\"object\",\"boolean\"],\"propertie"
"s\":{\"prefixItems\":{\"$ref\":\"#/$defs/schemaArray\"},\"items\":{\"$dynamicRef\":\"#me"
"ta\"},\"contains\":{\"$dynamicRef\":\"#meta\"},\"additionalProperties\":{\"$dynamicRef"
"\":\"#meta\"},\"properties\":{\"type\":\"object\",\"additionalProperties\":{\"$dynamicRe"
"f\":\"#meta\"},\"default\":{}},\"patternProperties\":{\"type\":\"object\",\"additionalPr"
"operties\":{\"$dynamicRef\":\"#meta\"},\"propertyNames\":{\"format\":\"regex\"},\"defaul"
"t\":{}},\"dependentSchemas\":{\"type\":\"object\",\"additionalProperties\":{\"$dynamic"
"Ref\":\"#meta\"},\"default\":{}},\"propertyNames\":{\"$dynamicRef\":\"#meta\"},\"if\":{\"$"
"dynamicRef\":\"#meta\"},\"then\":{\"$dynamicRef\":\"#meta\"},\"else\":{\"$dynamicRef\":\"#"
"meta\"},\"allOf\":{\"$ref\":\"#/$defs/schemaArray\"},\"anyOf\":{\"$ref\":\"#/$defs/schem"
"aArray\"},\"oneOf\":{\"$ref\":\"#/$defs/schemaArray\"},\"not\":{\"$dynamicRef\":\"#meta\""
"}},\"$defs\":{\"schemaArray\":{\"type\":\"array\",\"minItems\":1,\"items\":{\"$dynamicRef"
"\":\"#meta\"}}}}";

static const char draft2020_12_content[] =
"{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"https://jso"
"n-schema.org/draft/2020-12/meta/content\",\"$vocabulary\":{\"https://json-schema"
".org/draft/2020-12/vocab/content\":true},\"$dynamicAnchor\":\"meta\",\"title\":\"Con"
"tent vocabulary meta-schema\",\"type\":[\"object\",\"boolean\"],\"properties\":{\"cont"
"entEncoding\":{\"type\":\"string\"},\"contentMediaType\":{\"type\":\"string\"},\"content"
"Schema\":{\"$dynamicRef\":\"#meta\"}}}";

static const char draft2020_12_core[] =
"{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"https://jso"
"n-schema.org/draft/2020-12/meta/core\",\"$vocabulary\":{\"https://json-schema.or"
"g/draft/2020-12/vocab/core\":true},\"$dynamicAnchor\":\"meta\",\"title\":\"Core voca"
"bulary meta-schema\",\"type\":[\"object\",\"boolean\"],\"properties\":{\"$id\":{\"$ref\":"
"\"#/$defs/uriReferenceString\",\"$comment\":\"Non-empty fragments not allowed.\",\""
"pattern\":\"^[^#]*#?$\"},\"$schema\":{\"$ref\":\"#/$defs/uriString\"},\"$ref\":{\"$ref\":"
"\"#/$defs/uriReferenceString\"},\"$anchor\":{\"$ref\":\"#/$defs/anchorString\"},\"$dy"
"namicRef\":{\"$ref\":\"#/$defs/uriReferenceString\"},\"$dynamicAnchor\":{\"$ref\":\"#/"
"$defs/anchorString\"},\"$vocabulary\":{\"type\":\"object\",\"propertyNames\":{\"$ref\":"
"\"#/$defs/uriString\"},\"additionalProperties\":{\"type\":\"boolean\"}},\"$comment\":{"
"\"type\":\"string\"},\"$defs\":{\"type\":\"object\",\"additionalProperties\":{\"$dynamicR"
"ef\":\"#meta\"}}},\"$defs\":{\"anchorString\":{\"type\":\"string\",\"pattern\":\"^[A-Za-z_"
"][-A-Za-z0-9._]*$\"},\"uriString\":{\"type\":\"string\",\"format\":\"uri\"},\"uriReferen"
"ceString\":{\"type\":\"string\",\"format\":\"uri-reference\"}}}";

static const char draft2020_12_format_annotation[] =
"{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"https://jso"
"n-schema.org/draft/2020-12/meta/format-annotation\",\"$vocabulary\":{\"https://j"
"son-schema.org/draft/2020-12/vocab/format-annotation\":true},\"$dynamicAnchor\""
":\"meta\",\"title\":\"Format vocabulary meta-schema for annotation results\",\"type"
"\":[\"object\",\"boolean\"],\"properties\":{\"format\":{\"type\":\"string\"}}}";

static const char draft2020_12_format_assertion[] =
"{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"https://jso"
"n-schema.org/draft/2020-12/meta/format-assertion\",\"$vocabulary\":{\"https://js"
"on-schema.org/draft/2020-12/vocab/format-assertion\":true},\"$dynamicAnchor\":\""
"meta\",\"title\":\"Format vocabulary meta-schema for assertion results\",\"type\":["
"\"object\",\"boolean\"],\"properties\":{\"format\":{\"type\":\"string\"}}}";

static const char draft2020_12_meta_data[] =
"{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"https://jso"
"n-schema.org/draft/2020-12/meta/meta-data\",\"$vocabulary\":{\"https://json-sche"
"ma.org/draft/2020-12/vocab/meta-data\":true},\"$dynamicAnchor\":\"meta\",\"title\":"
"\"Meta-data vocabulary meta-schema\",\"type\":[\"object\",\"boolean\"],\"properties\":"
"{\"title\":{\"type\":\"string\"},\"description\":{\"type\":\"string\"},\"default\":true,\"d"
"eprecated\":{\"type\":\"boolean\",\"default\":false},\"readOnly\":{\"type\":\"boolean\",\""
"default\":false},\"writeOnly\":{\"type\":\"boolean\",\"default\":false},\"examples\":{\""
"type\":\"array\",\"items\":true}}}";

static const char draft2020_12_unevaluated[] =
"{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"https://jso"
"n-schema.org/draft/2020-12/meta/unevaluated\",\"$vocabulary\":{\"https://json-sc"
"hema.org/draft/2020-12/vocab/unevaluated\":true},\"$dynamicAnchor\":\"meta\",\"tit"
"le\":\"Unevaluated applicator vocabulary meta-schema\",\"type\":[\"object\",\"boolea"
"n\"],\"properties\":{\"unevaluatedItems\":{\"$dynamicRef\":\"#meta\"},\"unevaluatedPro"
"perties\":{\"$dynamicRef\":\"#meta\"}}}";

static const char draft2020_12_validation[] =
"{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$id\":\"https://jso"
"n-schema.org/draft/2020-12/meta/validation\",\"$vocabulary\":{\"https://json-sch"
"ema.org/draft/2020-12/vocab/validation\":true},\"$dynamicAnchor\":\"meta\",\"title"
"\":\"Validation vocabulary meta-schema\",\"type\":[\"object\",\"boolean\"],\"propertie"
"s\":{\"type\":{\"anyOf\":[{\"$ref\":\"#/$defs/simpleTypes\"},{\"type\":\"array\",\"items\":"
"{\"$ref\":\"#/$defs/simpleTypes\"},\"minItems\":1,\"uniqueItems\":true}]},\"const\":tr"
"ue,\"enum\":{\"type\":\"array\",\"items\":true},\"multipleOf\":{\"type\":\"number\",\"exclu"
"siveMinimum\":0},\"maximum\":{\"type\":\"number\"},\"exclusiveMaximum\":{\"type\":\"numb"
"er\"},\"minimum\":{\"type\":\"number\"},\"exclusiveMinimum\":{\"type\":\"number\"},\"maxLe"
"ngth\":{\"$ref\":\"#/$defs/nonNegativeInteger\"},\"minLength\":{\"$ref\":\"#/$defs/non"
"NegativeIntegerDefault0\"},\"pattern\":{\"type\":\"string\",\"format\":\"regex\"},\"maxI"
"tems\":{\"$ref\":\"#/$defs/nonNegativeInteger\"},\"minItems\":{\"$ref\":\"#/$defs/nonN"
"egativeIntegerDefault0\"},\"uniqueItems\":{\"type\":\"boolean\",\"default\":false},\"m"
"axContains\":{\"$ref\":\"#/$defs/nonNegativeInteger\"},\"minContains\":{\"$ref\":\"#/$"
"defs/nonNegativeInteger\",\"default\":1},\"maxProperties\":{\"$ref\":\"#/$defs/nonNe"
"gativeInteger\"},\"minProperties\":{\"$ref\":\"#/$defs/nonNegativeIntegerDefault0\""
"},\"required\":{\"$ref\":\"#/$defs/stringArray\"},\"dependentRequired\":{\"type\":\"obj"
"ect\",\"additionalProperties\":{\"$ref\":\"#/$defs/stringArray\"}}},\"$defs\":{\"nonNe"
"gativeInteger\":{\"type\":\"integer\",\"minimum\":0},\"nonNegativeIntegerDefault0\":{"
"\"$ref\":\"#/$defs/nonNegativeInteger\",\"default\":0},\"simpleTypes\":{\"enum\":[\"arr"
"ay\",\"boolean\",\"integer\",\"null\",\"number\",\"object\",\"string\"]},\"stringArray\":{\""
"type\":\"array\",\"items\":{\"type\":\"string\"},\"uniqueItems\":true,\"default\":[]}}}";

/* Document numbers begin with 1: 0 is the user's own text. */
static const struct
{
	const char *uri;
	const char *text;
}			documents[] =

{
	{"http://json-schema.org/draft-04/schema", draft4},
	{"http://json-schema.org/draft-06/schema", draft6},
	{"http://json-schema.org/draft-07/schema", draft7},
	{"https://json-schema.org/draft/2019-09/schema", draft2019_09},
	{"https://json-schema.org/draft/2019-09/meta/applicator", draft2019_09_applicator},
	{"https://json-schema.org/draft/2019-09/meta/content", draft2019_09_content},
	{"https://json-schema.org/draft/2019-09/meta/core", draft2019_09_core},
	{"https://json-schema.org/draft/2019-09/meta/format", draft2019_09_format},
	{"https://json-schema.org/draft/2019-09/meta/meta-data", draft2019_09_meta_data},
	{"https://json-schema.org/draft/2019-09/meta/validation", draft2019_09_validation},
	{"https://json-schema.org/draft/2020-12/schema", draft2020_12},
	{"https://json-schema.org/draft/2020-12/meta/applicator", draft2020_12_applicator},
	{"https://json-schema.org/draft/2020-12/meta/content", draft2020_12_content},
	{"https://json-schema.org/draft/2020-12/meta/core", draft2020_12_core},
	{"https://json-schema.org/draft/2020-12/meta/format-annotation", draft2020_12_format_annotation},
	{"https://json-schema.org/draft/2020-12/meta/format-assertion", draft2020_12_format_assertion},
	{"https://json-schema.org/draft/2020-12/meta/meta-data", draft2020_12_meta_data},
	{"https://json-schema.org/draft/2020-12/meta/unevaluated", draft2020_12_unevaluated},
	{"https://json-schema.org/draft/2020-12/meta/validation", draft2020_12_validation},
};

StaticAssertDecl(lengthof(documents) < ACCORD_MAX_DOCUMENTS,
				 "each embedded document has a number");

const char *
accord_metaschema_text(const char *uri, int len, int *document)
{
	for (int i = 0; i < (int) lengthof(documents); i++)
	{
		if ((int) strlen(documents[i].uri) != len || memcmp(documents[i].uri, uri, len) != 0)
			continue;
		*document = i + 1;
		return documents[i].text;
	}
	return NULL;
}

const char *
accord_metaschema_document(int document)
{
	return documents[document - 1].text;
}
