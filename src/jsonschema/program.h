/*
 * program.h
 *	  A compiled schema.
 *
 * A program is a graph of AccordSchema nodes in one memory context.  A node
 * has one block of rules per kind of instance, so that a keyword which does
 * not apply costs nothing, and a mask of the kinds that may pass at all.
 * Nothing in it changes after compilation but the patterns' lazily made JIT
 * code and the count of its bytes.
 */
#ifndef ACCORD_JSONSCHEMA_PROGRAM_H
#define ACCORD_JSONSCHEMA_PROGRAM_H

#include "postgres.h"

#include "nodes/pg_list.h"

#include "support/text.h"

#include "jsonschema/format.h"
#include "jsonschema/keyword.h"
#include "jsonschema/lookup.h"
#include "jsonschema/number.h"
#include "jsonschema/pattern.h"
#include "jsonschema/source.h"
#include "jsonschema/value.h"

/* What a message shows of one name, number or pattern of the schema. */
#define ACCORD_SHOWN_BYTES 200

/* The user's text is document 0, embedded ones follow. */
#define ACCORD_MAX_DOCUMENTS 32

#define ACCORD_KIND_BIT(kind) (1 << (kind))
#define ACCORD_ALL_KINDS 0x7F

/* A limit that is not set. */
#define ACCORD_NO_LIMIT PG_UINT32_MAX

typedef struct AccordSchema AccordSchema;

/* The values of "enum", or the one of "const". */
typedef struct AccordValues
{
	struct AccordValues *next;	/* those of "const", beside "enum"; or NULL */
	AccordText *strings;		/* sorted by bucket, length, bytes */
	int			nstrings;
	AccordKeywordId keyword;
	AccordLookup string_lookup;
	int			nothers;
	AccordValue *others;		/* numbers, arrays and objects, sorted alike */
	AccordLookup other_lookup;
	uint8		kinds;			/* of all its members */
	const char *expected;		/* as JSON, for the message; cut if long */
	int			count;			/* as many as the schema lists */
} AccordValues;

typedef struct AccordBound
{
	const char *numeric;
	AccordNumber number;
	const char *spelling;		/* in the schema, for the message */
} AccordBound;

typedef enum AccordBoundId
{
	ACCORD_BOUND_MINIMUM,
	ACCORD_BOUND_MAXIMUM,
	ACCORD_BOUND_EXCLUSIVE_MINIMUM,
	ACCORD_BOUND_EXCLUSIVE_MAXIMUM,
	ACCORD_BOUND_MULTIPLE_OF,
	ACCORD_BOUNDS
}			AccordBoundId;

typedef struct AccordNumberRules
{
	uint8		given;			/* a bit for each bound that there is */
	bool		integer_only;	/* "type" has integer and not number */
	bool		no_fraction;	/* draft 4: and 1.0 is none */
	AccordBound bounds[ACCORD_BOUNDS];
} AccordNumberRules;

/* The bound, or NULL if there is none. */
static inline const AccordBound *
accord_bound(const AccordNumberRules *rules, AccordBoundId id)
{
	return rules->given & (1 << id) ? &rules->bounds[id] : NULL;
}

typedef struct AccordStringRules
{
	uint32		min_length;		/* in characters */
	uint32		max_length;		/* or ACCORD_NO_LIMIT */
	AccordPattern *pattern;
	const char *pattern_text;	/* for the message */
	const AccordFormat *format; /* NULL where formats are not asserted */
} AccordStringRules;

/*
 * What applies to the items or members that no other keyword of the schema
 * speaks of.
 */
typedef struct AccordRest
{
	AccordSchema *schema;		/* NULL: anything */
	AccordKeywordId keyword;
	bool		given;			/* so they are evaluated */
	AccordSchema *unevaluated;	/* for what the walk finds unseen; or NULL */
} AccordRest;

typedef struct AccordArrayRules
{
	uint32		min_items;
	uint32		max_items;
	bool		unique;
	uint32		nprefix;
	AccordSchema **prefix;
	AccordKeywordId prefix_keyword; /* prefixItems, or items of draft 7 */
	AccordRest	rest;			/* of the items: items, or additionalItems */
	AccordSchema *contains;
	uint32		min_contains;
	uint32		max_contains;
	bool		contains_evaluates; /* since 2020-12 */
} AccordArrayRules;

/* A name that "properties" or "required" speaks of. */
typedef struct AccordProperty
{
	AccordText	name;
	bool		required;
	bool		declared;		/* in "properties" */
	AccordSchema *schema;		/* NULL: anything */
} AccordProperty;

typedef struct AccordPatternProperty
{
	AccordText	source;
	AccordPattern *pattern;
	AccordSchema *schema;
} AccordPatternProperty;

/* dependentRequired, dependentSchemas and dependencies, one trigger each */
typedef struct AccordDependency
{
	AccordKeywordId keyword;
	AccordText	trigger;
	int			nrequired;
	AccordText *required;
	AccordSchema *schema;		/* or NULL */
} AccordDependency;

typedef struct AccordObjectRules
{
	int			nproperties;
	AccordProperty *properties; /* sorted as the keys of jsonb are */
	int			npatterns;
	AccordPatternProperty *patterns;
	AccordRest	rest;			/* of the members: additionalProperties */
	AccordSchema *names;		/* propertyNames */
	uint32		min_properties;
	uint32		max_properties;
	int			ndependencies;
	AccordDependency *dependencies;
} AccordObjectRules;

/* A value of the property that tells branches apart, and a branch it allows. */
typedef struct AccordDiscriminatorEntry
{
	AccordText	value;
	int			branch;
} AccordDiscriminatorEntry;

typedef struct AccordDiscriminator
{
	AccordText	name;			/* of the property, which each branch requires */
	int			nentries;
	AccordDiscriminatorEntry *entries;	/* sorted by bucket, value, branch */
	AccordLookup lookup;
} AccordDiscriminator;

typedef struct AccordBranches
{
	int			count;
	AccordSchema **schemas;
	AccordDiscriminator *discriminator; /* or NULL */
} AccordBranches;

typedef struct AccordDynamicTarget
{
	int			resource;
	AccordSchema *schema;
} AccordDynamicTarget;

/* What a dynamic reference may mean; see dynamic.c. */
typedef struct AccordDynamic
{
	int			ntargets;
	AccordDynamicTarget *targets;
} AccordDynamic;

/* Keywords that apply other schemas to the same instance. */
typedef struct AccordApplicators
{
	AccordSchema *ref;
	AccordSchema *dynamic_ref;	/* what it means if nothing else does */
	AccordDynamic *dynamic;		/* NULL: it always means that */
	AccordKeywordId dynamic_keyword;
	AccordBranches all_of;
	AccordBranches any_of;
	AccordBranches one_of;
	AccordSchema *not;
	AccordSchema *condition;	/* "if" */
	AccordSchema *then_schema;
	AccordSchema *else_schema;
} AccordApplicators;

/* As large as a line of most processors' caches, and aligned to it. */
struct AccordSchema
{
	uint8		allowed;		/* kinds that type, enum and const all allow */
	uint8		type_kinds;		/* kinds that type allows */
	bool		anything;		/* has no rule: every instance passes */
	bool		tracks;			/* has a keyword for what is not evaluated */
	uint8		mark;			/* used while compiling */
	uint8		document;		/* 0, or the embedded text it stands in */
	uint16		height;			/* while compiling: schemas chained in place
								 * below */
	int			resource;		/* its number; 0 where nobody asks */
	int			offset;			/* of its first byte in the document */
	AccordValues *values;		/* of "enum", "const", or both */
	AccordStringRules *string;
	AccordNumberRules *number;
	AccordArrayRules *array;
	AccordObjectRules *object;
	AccordApplicators *in_place;
};

/* Where a base URI begins to hold. */
typedef struct AccordBase
{
	const char *uri;			/* absolute, without fragment */
	int			document;
	int			offset;			/* of the schema that sets it */
} AccordBase;

/* A name of "type", and the kinds it stands for. */
typedef struct AccordTypeName
{
	const char *name;
	uint8		kinds;
} AccordTypeName;

#define ACCORD_TYPE_NAMES 6

extern const AccordTypeName accord_type_names[ACCORD_TYPE_NAMES];

typedef struct AccordProgram
{
	MemoryContext context;		/* holds all of it */
	Size		external;		/* bytes held outside memory contexts */
	const char *source;			/* NUL-terminated copy */
	int			source_len;
	AccordSchema *root;
	bool		asserts_formats;	/* outside of embedded resources */
	int			ndialects;
	int		   *dialects;		/* offsets of the values of "$schema" */
	int			nbases;
	AccordBase *bases;
	List	   *repeated;		/* URIs of resources that it holds twice */
	void	   *cache_entry;	/* of cache.c */
} AccordProgram;

/*
 * Compiles schema text in the server encoding.  The program's context is a
 * child of the current one.  NULL, with error filled, if the text is refused;
 * running out of memory and cancel are raised.
 */
extern AccordProgram *accord_program_compile(const char *source, int len,
											 AccordSchemaError *error);

/*
 * The absolute URIs, as palloc'd strings and without fragment, that schema
 * text refers to or takes its dialect from and that are neither in it nor
 * embedded; some may come twice.  base, if not NULL, is the URI of the text,
 * outer the dialect of the schema around it.
 * False, with error filled, if the text is refused for another reason.
 */
struct AccordDialect;
extern bool accord_program_missing(const char *source, int len, const char *base,
								   const struct AccordDialect *outer,
								   List **uris, AccordSchemaError *error);

/* The base that begins to hold at the schema at an offset, or NULL. */
extern const AccordBase *accord_program_base(const AccordProgram *program, int document,
											 int offset);

/* The embedded document of that URI (without fragment), or NULL. */
extern const char *accord_metaschema_text(const char *uri, int len, int *document);

/* The text of an embedded document by its number, from 1. */
extern const char *accord_metaschema_document(int document);

#endif							/* ACCORD_JSONSCHEMA_PROGRAM_H */
