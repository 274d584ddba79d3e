/*
 * dialect.c
 *	  What "$schema" says: the draft, its vocabularies, and whether "format" is
 *	  an assertion.
 *
 * A dialect of one's own is known by its meta-schema, which must stand in the
 * schema text itself: its "$vocabulary" tells which keywords count.
 */
#include "postgres.h"

#include "support/errors.h"

#include "jsonschema/compiler.h"

#define DIALECT_HINT \
	"Known are drafts 4, 6 and 7, 2019-09 and 2020-12, and any dialect whose " \
	"meta-schema stands in the schema with its \"$id\"."

/* what a schema without "$schema" is: 2020-12, and formats are assertions */
static const AccordDialect default_dialect = {
	"", ACCORD_DRAFT_2020_12, ACCORD_ALL_VOCABULARIES, true
};

static const AccordDialect dialects[] = {
	{"https://json-schema.org/draft/2020-12/schema", ACCORD_DRAFT_2020_12, ACCORD_ALL_VOCABULARIES, false},
	{"https://json-schema.org/draft/2019-09/schema", ACCORD_DRAFT_2019_09, ACCORD_ALL_VOCABULARIES, false},
	{"http://json-schema.org/draft-07/schema", ACCORD_DRAFT_7, ACCORD_ALL_VOCABULARIES, true},
	{"https://json-schema.org/draft-07/schema", ACCORD_DRAFT_7, ACCORD_ALL_VOCABULARIES, true},
	{"http://json-schema.org/draft-06/schema", ACCORD_DRAFT_6, ACCORD_ALL_VOCABULARIES, true},
	{"https://json-schema.org/draft-06/schema", ACCORD_DRAFT_6, ACCORD_ALL_VOCABULARIES, true},
	{"http://json-schema.org/draft-04/schema", ACCORD_DRAFT_4, ACCORD_ALL_VOCABULARIES, true},
	{"https://json-schema.org/draft-04/schema", ACCORD_DRAFT_4, ACCORD_ALL_VOCABULARIES, true},
	{"urn:accord:2020-12-formats", ACCORD_DRAFT_2020_12, ACCORD_ALL_VOCABULARIES, true},
	{"urn:accord:2019-09-formats", ACCORD_DRAFT_2019_09, ACCORD_ALL_VOCABULARIES, true},
};

/*
 * The last step of the URI of a vocabulary.  In 2019-09 the unevaluated
 * keywords belonged to the applicators, and "format" was one vocabulary: a
 * dialect that lists it under true asks for assertions.
 */
static const struct
{
	const char *uri;
	int			vocabularies;
	bool		asserts_formats;
	bool		only_if_true;
}			vocabularies[] = {
	{"https://json-schema.org/draft/2020-12/vocab/core", ACCORD_VOCABULARY_CORE, false, false},
	{"https://json-schema.org/draft/2020-12/vocab/applicator", ACCORD_VOCABULARY_APPLICATOR, false, false},
	{"https://json-schema.org/draft/2020-12/vocab/unevaluated", ACCORD_VOCABULARY_UNEVALUATED, false, false},
	{"https://json-schema.org/draft/2020-12/vocab/validation", ACCORD_VOCABULARY_VALIDATION, false, false},
	{"https://json-schema.org/draft/2020-12/vocab/meta-data", ACCORD_VOCABULARY_META_DATA, false, false},
	{"https://json-schema.org/draft/2020-12/vocab/format-annotation", ACCORD_VOCABULARY_FORMAT, false, false},
	{"https://json-schema.org/draft/2020-12/vocab/format-assertion", ACCORD_VOCABULARY_FORMAT, true, false},
	{"https://json-schema.org/draft/2020-12/vocab/content", ACCORD_VOCABULARY_CONTENT, false, false},
	{"https://json-schema.org/draft/2019-09/vocab/core", ACCORD_VOCABULARY_CORE, false, false},
	{"https://json-schema.org/draft/2019-09/vocab/applicator", ACCORD_VOCABULARY_APPLICATOR | ACCORD_VOCABULARY_UNEVALUATED, false, false},
	{"https://json-schema.org/draft/2019-09/vocab/validation", ACCORD_VOCABULARY_VALIDATION, false, false},
	{"https://json-schema.org/draft/2019-09/vocab/meta-data", ACCORD_VOCABULARY_META_DATA, false, false},
	{"https://json-schema.org/draft/2019-09/vocab/format", ACCORD_VOCABULARY_FORMAT, true, true},
	{"https://json-schema.org/draft/2019-09/vocab/content", ACCORD_VOCABULARY_CONTENT, false, false},
};

/* Length of a URI without an empty fragment. */
static int
uri_len(const AccordJson *uri)
{
	return uri->len > 0 && uri->string[uri->len - 1] == '#' ? uri->len - 1 : uri->len;
}

static bool
is_uri(const AccordJson *uri, const char *other)
{
	return (int) strlen(other) == uri_len(uri) && memcmp(other, uri->string, uri_len(uri)) == 0;
}

static const AccordDialect *
standard_dialect(const AccordJson *name)
{
	for (int i = 0; i < (int) lengthof(dialects); i++)
		if (is_uri(name, dialects[i].uri))
			return &dialects[i];
	return NULL;
}

static bool
is_metaschema(AccordJson *node, const AccordJson *name)
{
	AccordJson *id = accord_member(node, "$id");

	return id && id->kind == ACCORD_JSON_STRING && uri_len(id) == uri_len(name) &&
		memcmp(id->string, name->string, uri_len(name)) == 0 &&
		accord_member(node, "$vocabulary");
}

/* The meta-schema of that name: the root, or what definitions hold. */
static AccordJson *
find_metaschema(AccordJson *node, const AccordJson *name)
{
	static const char *const places[] = {"$defs", "definitions"};

	if (is_metaschema(node, name))
		return node;
	for (int i = 0; i < (int) lengthof(places); i++)
	{
		AccordJson *defs = accord_member(node, places[i]);

		for (AccordJson *child = defs ? defs->first : NULL; child; child = child->next)
		{
			AccordJson *found = find_metaschema(child, name);

			if (found)
				return found;
		}
	}
	return NULL;
}

static bool
add_vocabulary(AccordCompiler *compiler, const AccordJson *entry, AccordDialect *dialect)
{
	if (entry->key == NULL ||
		(entry->kind != ACCORD_JSON_TRUE && entry->kind != ACCORD_JSON_FALSE))
		return accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, entry, NULL,
							 "invalid JSON schema: \"$vocabulary\" must be an object of booleans");
	for (int i = 0; i < (int) lengthof(vocabularies); i++)
	{
		if (strcmp(entry->key, vocabularies[i].uri) != 0)
			continue;
		dialect->vocabularies |= vocabularies[i].vocabularies;
		dialect->asserts_formats |= vocabularies[i].asserts_formats &&
			(!vocabularies[i].only_if_true || entry->kind == ACCORD_JSON_TRUE);
		return true;
	}
	return entry->kind != ACCORD_JSON_TRUE ||
		accord_refuse(compiler, ACCORD_ERRCODE_UNSUPPORTED, entry, NULL,
					  "JSON Schema vocabulary \"%s\" is not supported", entry->key);
}

/* The dialect of a meta-schema in the text, or NULL if there is none. */
static const AccordDialect *
own_dialect(AccordCompiler *compiler, const AccordJson *name)
{
	AccordJson *metaschema = find_metaschema(compiler->sources[0]->root, name);
	AccordJson *draft = metaschema ? accord_member(metaschema, "$schema") : NULL;
	const AccordDialect *standard = draft ? standard_dialect(draft) : &default_dialect;
	AccordDialect *dialect;

	if (metaschema == NULL || standard == NULL)
		return NULL;
	dialect = palloc0(sizeof(AccordDialect));
	dialect->uri = pnstrdup(name->string, uri_len(name));
	dialect->draft = standard->draft;
	/* no dialect is without "$ref" and "$defs" */
	dialect->vocabularies = ACCORD_VOCABULARY_CORE;
	for (AccordJson *entry = accord_member(metaschema, "$vocabulary")->first; entry; entry = entry->next)
		if (!add_vocabulary(compiler, entry, dialect))
			return NULL;
	return dialect;
}

const AccordDialect *
accord_find_dialect(AccordCompiler *compiler, const AccordJson *name)
{
	const AccordDialect *found;

	if (name->kind != ACCORD_JSON_STRING)
	{
		accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, name, DIALECT_HINT,
					  "invalid JSON schema: \"$schema\" must be a string");
		return NULL;
	}
	found = standard_dialect(name);
	if (found == NULL)
		found = own_dialect(compiler, name);
	/* whoever collects what is missing learns the dialect later */
	if (found == NULL && !accord_refused(compiler) &&
		accord_note_missing(compiler, name->string, uri_len(name)))
		found = &default_dialect;
	if (found == NULL)
		accord_refuse(compiler, ACCORD_ERRCODE_UNSUPPORTED, name, DIALECT_HINT,
					  "JSON Schema dialect \"%s\" is not supported", name->string);
	return found;
}

const AccordDialect *
accord_root_dialect(AccordCompiler *compiler, AccordJson *root)
{
	AccordJson *name = accord_member(root, "$schema");

	if (name)
		return accord_find_dialect(compiler, name);
	return compiler->outer ? compiler->outer : &default_dialect;
}

const AccordDialect *
accord_dialect_of(AccordJson *node, const AccordDialect *outer)
{
	AccordJson *name = accord_member(node, "$schema");
	const AccordDialect *own = NULL;

	if (name && name->kind == ACCORD_JSON_STRING)
		own = standard_dialect(name);
	return own ? own : outer ? outer : &default_dialect;
}

const AccordDialect *
accord_standard_dialect(const char *uri)
{
	AccordJson	name = {.kind = ACCORD_JSON_STRING,.string = uri,.len = strlen(uri)};

	return standard_dialect(&name);
}
