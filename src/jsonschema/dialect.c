/*
 * dialect.c
 *	  What "$schema" says: the draft, its vocabularies, and whether "format" is
 *	  an assertion.
 *
 * A dialect of one's own is known by its meta-schema, which must stand in the
 * schema text itself: its "$vocabulary" tells which keywords count, and of
 * which draft.
 */
#include "postgres.h"

#include "miscadmin.h"

#include "support/errors.h"

#include "jsonschema/compiler.h"
#include "jsonschema/textmap.h"
#include "jsonschema/uri.h"

#define DIALECT_HINT \
	"Known are drafts 4, 6 and 7, 2019-09 and 2020-12, and any dialect whose " \
	"meta-schema stands in the schema with its \"$id\"."

/* what a schema without "$schema" is: 2020-12, and formats are assertions */
static const AccordDialect default_dialect = {
	"", ACCORD_DRAFT_2020_12, ACCORD_ALL_VOCABULARIES, true
};

const AccordDialect accord_unread_dialect = {
	"", ACCORD_DRAFT_2020_12, 0, false
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
	AccordDraft draft;
	int			vocabularies;
	bool		asserts_formats;
	bool		only_if_true;
}			vocabularies[] = {
	{"https://json-schema.org/draft/2020-12/vocab/core", ACCORD_DRAFT_2020_12, ACCORD_VOCABULARY_CORE, false, false},
	{"https://json-schema.org/draft/2020-12/vocab/applicator", ACCORD_DRAFT_2020_12, ACCORD_VOCABULARY_APPLICATOR, false, false},
	{"https://json-schema.org/draft/2020-12/vocab/unevaluated", ACCORD_DRAFT_2020_12, ACCORD_VOCABULARY_UNEVALUATED, false, false},
	{"https://json-schema.org/draft/2020-12/vocab/validation", ACCORD_DRAFT_2020_12, ACCORD_VOCABULARY_VALIDATION, false, false},
	{"https://json-schema.org/draft/2020-12/vocab/meta-data", ACCORD_DRAFT_2020_12, ACCORD_VOCABULARY_META_DATA, false, false},
	{"https://json-schema.org/draft/2020-12/vocab/format-annotation", ACCORD_DRAFT_2020_12, ACCORD_VOCABULARY_FORMAT, false, false},
	{"https://json-schema.org/draft/2020-12/vocab/format-assertion", ACCORD_DRAFT_2020_12, ACCORD_VOCABULARY_FORMAT, true, false},
	{"https://json-schema.org/draft/2020-12/vocab/content", ACCORD_DRAFT_2020_12, ACCORD_VOCABULARY_CONTENT, false, false},
	{"https://json-schema.org/draft/2019-09/vocab/core", ACCORD_DRAFT_2019_09, ACCORD_VOCABULARY_CORE, false, false},
	{"https://json-schema.org/draft/2019-09/vocab/applicator", ACCORD_DRAFT_2019_09, ACCORD_VOCABULARY_APPLICATOR | ACCORD_VOCABULARY_UNEVALUATED, false, false},
	{"https://json-schema.org/draft/2019-09/vocab/validation", ACCORD_DRAFT_2019_09, ACCORD_VOCABULARY_VALIDATION, false, false},
	{"https://json-schema.org/draft/2019-09/vocab/meta-data", ACCORD_DRAFT_2019_09, ACCORD_VOCABULARY_META_DATA, false, false},
	{"https://json-schema.org/draft/2019-09/vocab/format", ACCORD_DRAFT_2019_09, ACCORD_VOCABULARY_FORMAT, true, true},
	{"https://json-schema.org/draft/2019-09/vocab/content", ACCORD_DRAFT_2019_09, ACCORD_VOCABULARY_CONTENT, false, false},
};

/* A meta-schema in the text; its dialect, once somebody asked. */
typedef struct MetaSchema
{
	AccordJson *node;
	bool		open;			/* its dialect is being found out */
	const AccordDialect *dialect;
} MetaSchema;

static const AccordDialect *
standard_dialect(const char *uri, int len)
{
	for (int i = 0; i < (int) lengthof(dialects); i++)
		if ((int) strlen(dialects[i].uri) == len && memcmp(dialects[i].uri, uri, len) == 0)
			return &dialects[i];
	return NULL;
}

char *
accord_normal_uri(const char *text, int len)
{
	char	   *uri = palloc((Size) len + 3);
	AccordUri	parts;

	accord_uri_split(text, len, &parts);
	if (parts.fragment_len > 0)
		return NULL;
	uri[accord_uri_resolve("", 0, text, len, uri)] = '\0';
	return uri;
}

/* Collects the meta-schemas: the root, and what definitions hold. */
static void
collect_metaschemas(AccordCompiler *compiler, AccordJson *node, const char *base)
{
	static const char *const places[] = {"$defs", "definitions"};
	AccordJson *id = accord_member(node, "$id");

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();

	if (id && id->kind == ACCORD_JSON_STRING)
	{
		char	   *uri = palloc(strlen(base) + id->len + 3);

		uri[accord_uri_resolve(base, strlen(base), id->string, id->len, uri)] = '\0';
		base = uri;
		if (accord_member(node, "$vocabulary"))
		{
			MetaSchema *metaschema = palloc0(sizeof(MetaSchema));
			void	  **place = accord_textmap_place(compiler->metaschemas, uri, strlen(uri));

			metaschema->node = node;
			if (*place == NULL)
				*place = metaschema;
		}
	}
	for (int i = 0; i < (int) lengthof(places); i++)
	{
		AccordJson *defs = accord_member(node, places[i]);

		for (AccordJson *child = defs ? defs->first : NULL; child; child = child->next)
			collect_metaschemas(compiler, child, base);
	}
}

/* The meta-schema of that URI in the text, or NULL. */
static MetaSchema *
find_metaschema(AccordCompiler *compiler, const char *uri)
{
	if (compiler->metaschemas == NULL)
	{
		compiler->metaschemas = accord_textmap_create();
		collect_metaschemas(compiler, compiler->sources[0]->root,
							compiler->base ? compiler->base : ACCORD_DEFAULT_BASE);
	}
	return *accord_textmap_place(compiler->metaschemas, uri, strlen(uri));
}

/* Adds a vocabulary to a dialect, whose draft is 0 as long as none tells it. */
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
		if (dialect->draft != 0 && dialect->draft != vocabularies[i].draft)
			return accord_refuse(compiler, ACCORD_ERRCODE_UNSUPPORTED, entry, NULL,
								 "JSON Schema dialect \"%s\" has vocabularies of two drafts",
								 dialect->uri);
		dialect->draft = vocabularies[i].draft;
		dialect->vocabularies |= vocabularies[i].vocabularies;
		dialect->asserts_formats |= vocabularies[i].asserts_formats &&
			(!vocabularies[i].only_if_true || entry->kind == ACCORD_JSON_TRUE);
		return true;
	}
	return entry->kind != ACCORD_JSON_TRUE ||
		accord_refuse(compiler, ACCORD_ERRCODE_UNSUPPORTED, entry, NULL,
					  "JSON Schema vocabulary \"%s\" is not supported", entry->key);
}

/*
 * The draft of a dialect whose vocabularies do not tell it: that of its
 * meta-schema's own dialect, or the default where that goes round.
 */
static const AccordDialect *
dialect_behind(AccordCompiler *compiler, const MetaSchema *metaschema)
{
	AccordJson *name = accord_member(metaschema->node, "$schema");

	return name ? accord_find_dialect(compiler, name) : &default_dialect;
}

/* What the meta-schema says; NULL if refused, or not known yet. */
static const AccordDialect *
read_metaschema(AccordCompiler *compiler, MetaSchema *metaschema, const char *uri)
{
	AccordDialect *dialect = palloc0(sizeof(AccordDialect));

	dialect->uri = uri;
	/* no dialect is without "$ref" and "$defs" */
	dialect->vocabularies = ACCORD_VOCABULARY_CORE;
	for (AccordJson *entry = accord_member(metaschema->node, "$vocabulary")->first; entry; entry = entry->next)
		if (!add_vocabulary(compiler, entry, dialect))
			return NULL;
	if (dialect->draft == 0)
	{
		const AccordDialect *behind = dialect_behind(compiler, metaschema);

		if (behind == NULL || behind == &accord_unread_dialect)
			return behind;
		dialect->draft = behind->draft;
	}
	return dialect;
}

/* The dialect of a meta-schema in the text, or NULL if there is none. */
static const AccordDialect *
own_dialect(AccordCompiler *compiler, const char *uri)
{
	MetaSchema *metaschema = find_metaschema(compiler, uri);

	if (metaschema == NULL)
		return NULL;
	if (metaschema->open)
		return &default_dialect;
	if (metaschema->dialect == NULL)
	{
		check_stack_depth();
		metaschema->open = true;
		metaschema->dialect = read_metaschema(compiler, metaschema, uri);
		metaschema->open = false;
	}
	return metaschema->dialect;
}

const AccordDialect *
accord_find_dialect(AccordCompiler *compiler, const AccordJson *name)
{
	const AccordDialect *found = NULL;
	char	   *uri;

	if (name->kind != ACCORD_JSON_STRING)
	{
		accord_refuse(compiler, ACCORD_ERRCODE_INVALID_SCHEMA, name, DIALECT_HINT,
					  "invalid JSON schema: \"$schema\" must be a string");
		return NULL;
	}
	uri = accord_normal_uri(name->string, name->len);
	if (uri)
		found = standard_dialect(uri, strlen(uri));
	if (uri && found == NULL)
		found = own_dialect(compiler, uri);
	if (uri && found == NULL && !accord_refused(compiler) &&
		accord_note_missing(compiler, uri, strlen(uri)))
		found = &accord_unread_dialect;
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
	const AccordDialect *own;

	if (name == NULL || name->kind != ACCORD_JSON_STRING)
		return outer ? outer : &default_dialect;
	own = accord_standard_dialect(name->string);
	return own ? own : &default_dialect;
}

const AccordDialect *
accord_standard_dialect(const char *uri)
{
	char	   *normal = accord_normal_uri(uri, strlen(uri));

	return normal ? standard_dialect(normal, strlen(normal)) : NULL;
}
