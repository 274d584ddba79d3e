/*
 * keyword.h
 *	  The keywords of JSON Schema: in which drafts they count, and what shape
 *	  their value must have.
 */
#ifndef ACCORD_JSONSCHEMA_KEYWORD_H
#define ACCORD_JSONSCHEMA_KEYWORD_H

#include "postgres.h"

/* In the order of time: drafts compare. */
typedef enum AccordDraft
{
	ACCORD_DRAFT_4 = 1 << 0,
	ACCORD_DRAFT_6 = 1 << 1,
	ACCORD_DRAFT_7 = 1 << 2,
	ACCORD_DRAFT_2019_09 = 1 << 3,
	ACCORD_DRAFT_2020_12 = 1 << 4
} AccordDraft;

/* The vocabularies of 2019-09 and later; earlier drafts have them all. */
typedef enum AccordVocabulary
{
	ACCORD_VOCABULARY_CORE = 1 << 0,
	ACCORD_VOCABULARY_APPLICATOR = 1 << 1,
	ACCORD_VOCABULARY_UNEVALUATED = 1 << 2,
	ACCORD_VOCABULARY_VALIDATION = 1 << 3,
	ACCORD_VOCABULARY_META_DATA = 1 << 4,
	ACCORD_VOCABULARY_FORMAT = 1 << 5,
	ACCORD_VOCABULARY_CONTENT = 1 << 6
} AccordVocabulary;

#define ACCORD_ALL_VOCABULARIES 0x7F

/* In the order of the table in keyword.c: by length, then bytes. */
typedef enum AccordKeywordId
{
	ACCORD_KW_ID_4,
	ACCORD_KW_IF,
	ACCORD_KW_ID,
	ACCORD_KW_NOT,
	ACCORD_KW_REF,
	ACCORD_KW_ELSE,
	ACCORD_KW_ENUM,
	ACCORD_KW_THEN,
	ACCORD_KW_TYPE,
	ACCORD_KW_DEFS,
	ACCORD_KW_ALL_OF,
	ACCORD_KW_ANY_OF,
	ACCORD_KW_CONST,
	ACCORD_KW_ITEMS,
	ACCORD_KW_ONE_OF,
	ACCORD_KW_TITLE,
	ACCORD_KW_FORMAT,
	ACCORD_KW_ANCHOR,
	ACCORD_KW_SCHEMA,
	ACCORD_KW_MAXIMUM,
	ACCORD_KW_MINIMUM,
	ACCORD_KW_PATTERN,
	ACCORD_KW_COMMENT,
	ACCORD_KW_CONTAINS,
	ACCORD_KW_EXAMPLES,
	ACCORD_KW_MAX_ITEMS,
	ACCORD_KW_MIN_ITEMS,
	ACCORD_KW_READ_ONLY,
	ACCORD_KW_REQUIRED,
	ACCORD_KW_MAX_LENGTH,
	ACCORD_KW_MIN_LENGTH,
	ACCORD_KW_WRITE_ONLY,
	ACCORD_KW_DEPRECATED,
	ACCORD_KW_MULTIPLE_OF,
	ACCORD_KW_PROPERTIES,
	ACCORD_KW_DYNAMIC_REF,
	ACCORD_KW_VOCABULARY,
	ACCORD_KW_DEFINITIONS,
	ACCORD_KW_DESCRIPTION,
	ACCORD_KW_MAX_CONTAINS,
	ACCORD_KW_MIN_CONTAINS,
	ACCORD_KW_PREFIX_ITEMS,
	ACCORD_KW_UNIQUE_ITEMS,
	ACCORD_KW_DEPENDENCIES,
	ACCORD_KW_RECURSIVE_REF,
	ACCORD_KW_CONTENT_SCHEMA,
	ACCORD_KW_MAX_PROPERTIES,
	ACCORD_KW_MIN_PROPERTIES,
	ACCORD_KW_PROPERTY_NAMES,
	ACCORD_KW_DYNAMIC_ANCHOR,
	ACCORD_KW_ADDITIONAL_ITEMS,
	ACCORD_KW_CONTENT_ENCODING,
	ACCORD_KW_RECURSIVE_ANCHOR,
	ACCORD_KW_CONTENT_MEDIA_TYPE,
	ACCORD_KW_DEPENDENT_SCHEMAS,
	ACCORD_KW_EXCLUSIVE_MAXIMUM,
	ACCORD_KW_EXCLUSIVE_MINIMUM,
	ACCORD_KW_UNEVALUATED_ITEMS,
	ACCORD_KW_DEPENDENT_REQUIRED,
	ACCORD_KW_PATTERN_PROPERTIES,
	ACCORD_KW_ADDITIONAL_PROPERTIES,
	ACCORD_KW_UNEVALUATED_PROPERTIES,
	ACCORD_KW_NONE				/* a schema that is false */
} AccordKeywordId;

/* What the value of a keyword must be, as the meta-schemas say. */
typedef enum AccordShape
{
	ACCORD_SHAPE_ANY,
	ACCORD_SHAPE_SCHEMA,
	ACCORD_SHAPE_SCHEMAS,		/* a non-empty array of schemas */
	ACCORD_SHAPE_SCHEMA_MAP,	/* an object whose values are schemas */
	ACCORD_SHAPE_ITEMS,			/* a schema or, until 2019-09, some of them */
	ACCORD_SHAPE_ADDITIONAL,	/* a schema; a boolean in draft 4 too */
	ACCORD_SHAPE_DEPENDENCIES,	/* values are schemas or arrays of strings */
	ACCORD_SHAPE_STRINGS_MAP,	/* values are arrays of strings */
	ACCORD_SHAPE_STRINGS,		/* an array of different strings; not empty in
								 * draft 4 */
	ACCORD_SHAPE_STRING,
	ACCORD_SHAPE_BOOLEAN,
	ACCORD_SHAPE_ARRAY,
	ACCORD_SHAPE_VALUES,		/* an array; not empty in draft 4 */
	ACCORD_SHAPE_VOCABULARY,	/* an object whose values are booleans */
	ACCORD_SHAPE_RECURSION,		/* "#" */
	ACCORD_SHAPE_NUMBER,
	ACCORD_SHAPE_EXCLUSIVE,		/* a number; in draft 4 a boolean beside the
								 * bound */
	ACCORD_SHAPE_POSITIVE,		/* a number above zero */
	ACCORD_SHAPE_COUNT,			/* an integer of zero or more; 1.0 is none in
								 * draft 4 */
	ACCORD_SHAPE_TYPE			/* a type name or an array of them */
} AccordShape;

typedef struct AccordKeyword
{
	const char *name;
	AccordKeywordId id;
	int			drafts;			/* AccordDraft, or'ed */
	AccordVocabulary vocabulary;
	AccordShape shape;
} AccordKeyword;

/* The keyword of that name in a draft and some vocabularies, or NULL. */
extern const AccordKeyword *accord_keyword_find(const char *name, int len,
												AccordDraft draft, int vocabularies);

/* "minLength"; for ACCORD_KW_NONE "false" */
extern const char *accord_keyword_name(AccordKeywordId id);

#endif							/* ACCORD_JSONSCHEMA_KEYWORD_H */
