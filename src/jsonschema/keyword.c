/*
 * keyword.c
 *	  The table of keywords.
 *
 * Sorted by length and bytes for a binary search; the same order as
 * AccordKeywordId, so that an id is an index.
 */
#include "postgres.h"

#include "jsonschema/keyword.h"
#include "jsonschema/value.h"

#define ALL ACCORD_DRAFT_ALL
#define SINCE_2020 ACCORD_DRAFT_2020_12
#define UNTIL_7 ACCORD_DRAFT_7

static const AccordKeyword keywords[] = {
	{"if", ACCORD_KW_IF, ALL, ACCORD_SHAPE_SCHEMA},
	{"$id", ACCORD_KW_ID, ALL, ACCORD_SHAPE_STRING},
	{"not", ACCORD_KW_NOT, ALL, ACCORD_SHAPE_SCHEMA},
	{"$ref", ACCORD_KW_REF, ALL, ACCORD_SHAPE_STRING},
	{"else", ACCORD_KW_ELSE, ALL, ACCORD_SHAPE_SCHEMA},
	{"enum", ACCORD_KW_ENUM, ALL, ACCORD_SHAPE_ARRAY},
	{"then", ACCORD_KW_THEN, ALL, ACCORD_SHAPE_SCHEMA},
	{"type", ACCORD_KW_TYPE, ALL, ACCORD_SHAPE_TYPE},
	{"$defs", ACCORD_KW_DEFS, SINCE_2020, ACCORD_SHAPE_SCHEMA_MAP},
	{"allOf", ACCORD_KW_ALL_OF, ALL, ACCORD_SHAPE_SCHEMAS},
	{"anyOf", ACCORD_KW_ANY_OF, ALL, ACCORD_SHAPE_SCHEMAS},
	{"const", ACCORD_KW_CONST, ALL, ACCORD_SHAPE_ANY},
	{"items", ACCORD_KW_ITEMS, ALL, ACCORD_SHAPE_SCHEMA_OR_SCHEMAS},
	{"oneOf", ACCORD_KW_ONE_OF, ALL, ACCORD_SHAPE_SCHEMAS},
	{"title", ACCORD_KW_TITLE, ALL, ACCORD_SHAPE_STRING},
	{"format", ACCORD_KW_FORMAT, ALL, ACCORD_SHAPE_STRING},
	{"$anchor", ACCORD_KW_ANCHOR, SINCE_2020, ACCORD_SHAPE_STRING},
	{"$schema", ACCORD_KW_SCHEMA, ALL, ACCORD_SHAPE_STRING},
	{"maximum", ACCORD_KW_MAXIMUM, ALL, ACCORD_SHAPE_NUMBER},
	{"minimum", ACCORD_KW_MINIMUM, ALL, ACCORD_SHAPE_NUMBER},
	{"pattern", ACCORD_KW_PATTERN, ALL, ACCORD_SHAPE_STRING},
	{"$comment", ACCORD_KW_COMMENT, ALL, ACCORD_SHAPE_STRING},
	{"contains", ACCORD_KW_CONTAINS, ALL, ACCORD_SHAPE_SCHEMA},
	{"examples", ACCORD_KW_EXAMPLES, ALL, ACCORD_SHAPE_ARRAY},
	{"maxItems", ACCORD_KW_MAX_ITEMS, ALL, ACCORD_SHAPE_COUNT},
	{"minItems", ACCORD_KW_MIN_ITEMS, ALL, ACCORD_SHAPE_COUNT},
	{"readOnly", ACCORD_KW_READ_ONLY, ALL, ACCORD_SHAPE_BOOLEAN},
	{"required", ACCORD_KW_REQUIRED, ALL, ACCORD_SHAPE_STRINGS},
	{"maxLength", ACCORD_KW_MAX_LENGTH, ALL, ACCORD_SHAPE_COUNT},
	{"minLength", ACCORD_KW_MIN_LENGTH, ALL, ACCORD_SHAPE_COUNT},
	{"writeOnly", ACCORD_KW_WRITE_ONLY, ALL, ACCORD_SHAPE_BOOLEAN},
	{"deprecated", ACCORD_KW_DEPRECATED, SINCE_2020, ACCORD_SHAPE_BOOLEAN},
	{"multipleOf", ACCORD_KW_MULTIPLE_OF, ALL, ACCORD_SHAPE_POSITIVE},
	{"properties", ACCORD_KW_PROPERTIES, ALL, ACCORD_SHAPE_SCHEMA_MAP},
	{"$dynamicRef", ACCORD_KW_DYNAMIC_REF, SINCE_2020, ACCORD_SHAPE_UNSUPPORTED},
	{"$vocabulary", ACCORD_KW_VOCABULARY, SINCE_2020, ACCORD_SHAPE_OBJECT},
	{"definitions", ACCORD_KW_DEFINITIONS, ALL, ACCORD_SHAPE_SCHEMA_MAP},
	{"description", ACCORD_KW_DESCRIPTION, ALL, ACCORD_SHAPE_STRING},
	{"maxContains", ACCORD_KW_MAX_CONTAINS, SINCE_2020, ACCORD_SHAPE_COUNT},
	{"minContains", ACCORD_KW_MIN_CONTAINS, SINCE_2020, ACCORD_SHAPE_COUNT},
	{"prefixItems", ACCORD_KW_PREFIX_ITEMS, SINCE_2020, ACCORD_SHAPE_SCHEMAS},
	{"uniqueItems", ACCORD_KW_UNIQUE_ITEMS, ALL, ACCORD_SHAPE_BOOLEAN},
	{"dependencies", ACCORD_KW_DEPENDENCIES, ALL, ACCORD_SHAPE_DEPENDENCIES},
	{"contentSchema", ACCORD_KW_CONTENT_SCHEMA, SINCE_2020, ACCORD_SHAPE_SCHEMA},
	{"maxProperties", ACCORD_KW_MAX_PROPERTIES, ALL, ACCORD_SHAPE_COUNT},
	{"minProperties", ACCORD_KW_MIN_PROPERTIES, ALL, ACCORD_SHAPE_COUNT},
	{"propertyNames", ACCORD_KW_PROPERTY_NAMES, ALL, ACCORD_SHAPE_SCHEMA},
	{"$dynamicAnchor", ACCORD_KW_DYNAMIC_ANCHOR, SINCE_2020, ACCORD_SHAPE_STRING},
	{"additionalItems", ACCORD_KW_ADDITIONAL_ITEMS, UNTIL_7, ACCORD_SHAPE_SCHEMA},
	{"contentEncoding", ACCORD_KW_CONTENT_ENCODING, ALL, ACCORD_SHAPE_STRING},
	{"contentMediaType", ACCORD_KW_CONTENT_MEDIA_TYPE, ALL, ACCORD_SHAPE_STRING},
	{"dependentSchemas", ACCORD_KW_DEPENDENT_SCHEMAS, SINCE_2020, ACCORD_SHAPE_SCHEMA_MAP},
	{"exclusiveMaximum", ACCORD_KW_EXCLUSIVE_MAXIMUM, ALL, ACCORD_SHAPE_NUMBER},
	{"exclusiveMinimum", ACCORD_KW_EXCLUSIVE_MINIMUM, ALL, ACCORD_SHAPE_NUMBER},
	{"unevaluatedItems", ACCORD_KW_UNEVALUATED_ITEMS, SINCE_2020, ACCORD_SHAPE_UNSUPPORTED},
	{"dependentRequired", ACCORD_KW_DEPENDENT_REQUIRED, SINCE_2020, ACCORD_SHAPE_STRINGS_MAP},
	{"patternProperties", ACCORD_KW_PATTERN_PROPERTIES, ALL, ACCORD_SHAPE_SCHEMA_MAP},
	{"additionalProperties", ACCORD_KW_ADDITIONAL_PROPERTIES, ALL, ACCORD_SHAPE_SCHEMA},
	{"unevaluatedProperties", ACCORD_KW_UNEVALUATED_PROPERTIES, SINCE_2020, ACCORD_SHAPE_UNSUPPORTED},
};

StaticAssertDecl(lengthof(keywords) == ACCORD_KW_NONE,
				 "the table of keywords has a row for each id");

const AccordKeyword *
accord_keyword_find(const char *name, int len, AccordDraft draft)
{
	int			low = 0;
	int			high = lengthof(keywords);

	while (low < high)
	{
		int			middle = (low + high) / 2;
		const AccordKeyword *keyword = &keywords[middle];
		int			order = accord_key_compare(name, len, keyword->name,
											   strlen(keyword->name));

		if (order == 0)
			return (keyword->drafts & draft) != 0 ? keyword : NULL;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *
accord_keyword_name(AccordKeywordId id)
{
	return id == ACCORD_KW_NONE ? "false" : keywords[id].name;
}
