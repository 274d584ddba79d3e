/*
 * bundle_text.c
 *	  The text of a bundle: parts put into the schema that refers to them.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/json.h"

#include "jsonschema/bundle.h"
#include "jsonschema/textmap.h"
#include "jsonschema/uri.h"

/* The text as far as it is written. */
typedef struct Bundle
{
	StringInfo	out;
	const AccordDialect *outer; /* of the schema that the parts go into */
	HTAB	   *names;			/* taken under "$defs" */
	HTAB	   *entries;		/* identifier to the text that has it */
	HTAB	   *left_out;		/* identifier to how often: LeftOut */
	bool		empty;			/* nothing stands there yet */
} Bundle;

/* How many more entries of an identifier are needless. */
typedef struct LeftOut
{
	int			count;
} LeftOut;

AccordJson *
accord_bundle_id(AccordJson *root, const AccordDialect *outer, const char **keyword)
{
	AccordJson *id;

	*keyword = accord_dialect_of(root, outer)->draft == ACCORD_DRAFT_4 ? "id" : "$id";
	id = accord_member(root, *keyword);
	return id && id->kind == ACCORD_JSON_STRING ? id : NULL;
}

/*
 * Writes a part's identifier.  Until draft 7 its own one may end with the name
 * of an anchor, which stays.
 */
static void
append_uri(StringInfo out, const char *uri, const AccordJson *own)
{
	const char *fragment = own ? strchr(own->string, '#') : NULL;

	escape_json(out, fragment && fragment[1] ? psprintf("%s%s", uri, fragment) : uri);
}

/* The schema with the URI as its identifier. */
static void
append_identified(StringInfo out, const AccordPart *part, const char *uri,
				  const AccordDialect *outer)
{
	AccordJson *root = part->source->root;
	const char *source = part->text;
	const char *keyword;
	AccordJson *id = accord_bundle_id(root, outer, &keyword);

	if (root->kind == ACCORD_JSON_OBJECT && id)
	{
		/* where it stands already, with the key before it */
		appendBinaryStringInfo(out, source, id->offset);
		append_uri(out, uri, id);
		appendStringInfoString(out, source + id->end);
		return;
	}
	appendStringInfo(out, "{\"%s\": ", keyword);
	append_uri(out, uri, NULL);
	if (root->kind == ACCORD_JSON_FALSE)
		appendStringInfoString(out, ", \"not\": {}}");
	else if (root->kind == ACCORD_JSON_TRUE || root->nchildren == 0)
		appendStringInfoChar(out, '}');
	else
		appendStringInfo(out, ", %s", source + root->offset + 1);
}

/*
 * The same for a schema with a reference at its root, as drafts until 7 know
 * it: an identifier beside it would not count, so the reference moves into
 * "allOf", and the keywords that did not count either are left out.
 */
static void
append_identified_reference(StringInfo out, const AccordPart *part, const char *uri,
							const AccordDialect *outer)
{
	const AccordDialect *dialect = accord_dialect_of(part->source->root, outer);
	const char *keyword;

	(void) accord_bundle_id(part->source->root, outer, &keyword);
	appendStringInfo(out, "{\"%s\": ", keyword);
	escape_json(out, uri);
	for (AccordJson *member = part->source->root->first; member; member = member->next)
	{
		const AccordKeyword *known = accord_keyword_find(member->key, member->key_len,
														 dialect->draft, dialect->vocabularies);
		bool		is_ref = known && known->id == ACCORD_KW_REF;

		if (known && !is_ref && known->id != ACCORD_KW_SCHEMA &&
			known->id != ACCORD_KW_DEFINITIONS)
			continue;
		appendStringInfoString(out, ", ");
		escape_json(out, is_ref ? "allOf" : member->key);
		appendStringInfoString(out, is_ref ? ": [{\"$ref\": " : ": ");
		appendBinaryStringInfo(out, part->text +member->offset, member->end - member->offset);
		if (is_ref)
			appendStringInfoString(out, "}]");
	}
	appendStringInfoChar(out, '}');
}

static bool
begins_with_reference(AccordJson *root, const AccordDialect *outer)
{
	return accord_dialect_of(root, outer)->draft <= ACCORD_DRAFT_7 && accord_member(root, "$ref");
}

/* The absolute URI that a part has by its own identifier, or its URI. */
static const char *
own_uri(const AccordPart *part, const AccordDialect *outer)
{
	const char *keyword;
	AccordJson *id = accord_bundle_id(part->source->root, outer, &keyword);
	size_t		uri_len = strlen(part->uri);
	char	   *resolved;

	/* beside a reference, drafts until 7 see no identifier */
	if (id == NULL || id->string[0] == '#' || begins_with_reference(part->source->root, outer))
		return part->uri;
	resolved = palloc(uri_len + id->len + 3);
	resolved[accord_uri_resolve(part->uri, uri_len, id->string, id->len, resolved)] = '\0';
	return resolved;
}

/* A name under which nothing stands yet: the URI, unless it is taken. */
static const char *
free_name(HTAB *names, const char *uri)
{
	const char *name = uri;
	void	  **place;

	for (int i = 2;; i++)
	{
		CHECK_FOR_INTERRUPTS();
		place = accord_textmap_place(names, name, strlen(name));
		if (*place == NULL)
			break;
		name = psprintf("%s (%d)", uri, i);
	}
	*place = names;
	return name;
}

/* Adds an entry, unless another part is the same or it is needless. */
static void
append_entry(Bundle *bundle, const char *name, const char *id, const char *text)
{
	LeftOut    *left_out = *accord_textmap_place(bundle->left_out, id, strlen(id));
	void	  **known = accord_textmap_place(bundle->entries, id, strlen(id));

	if (*known && strcmp(*known, text) == 0)
		return;
	*known = unconstify(char *, text);
	if (left_out && left_out->count > 0)
	{
		left_out->count--;
		return;
	}
	if (!bundle->empty)
		appendStringInfoString(bundle->out, ", ");
	bundle->empty = false;
	escape_json(bundle->out, free_name(bundle->names, name));
	appendStringInfo(bundle->out, ": %s", text);
}

/*
 * A part under its URI.  One that calls itself otherwise stands under the name
 * it has, which its own references are relative to, and its URI refers there.
 */
static void
append_part(Bundle *bundle, const AccordPart *part)
{
	const char *own = own_uri(part, bundle->outer);
	const char *keyword;
	StringInfoData entry;

	initStringInfo(&entry);
	if (strcmp(own, part->uri) != 0)
	{
		(void) accord_bundle_id(part->source->root, bundle->outer, &keyword);
		appendStringInfo(&entry, "{\"%s\": ", keyword);
		escape_json(&entry, part->uri);
		appendStringInfoString(&entry, ", \"allOf\": [{\"$ref\": ");
		escape_json(&entry, own);
		appendStringInfoString(&entry, "}]}");
		append_entry(bundle, part->uri, part->uri, entry.data);
		initStringInfo(&entry);
	}
	if (begins_with_reference(part->source->root, bundle->outer))
		append_identified_reference(&entry, part, own, bundle->outer);
	else
		append_identified(&entry, part, own, bundle->outer);
	append_entry(bundle, own, own, entry.data);
}

static void
bundle_init(Bundle *bundle, StringInfo out, AccordJson *defs, List *needless)
{
	ListCell   *cell;

	initStringInfo(out);
	bundle->out = out;
	bundle->names = accord_textmap_create();
	bundle->entries = accord_textmap_create();
	bundle->left_out = accord_textmap_create();
	bundle->empty = true;
	for (AccordJson *member = defs ? defs->first : NULL; member; member = member->next)
		*accord_textmap_place(bundle->names, member->key, member->key_len) = member;
	foreach(cell, needless)
	{
		const char *id = lfirst(cell);
		void	  **place = accord_textmap_place(bundle->left_out, id, strlen(id));

		if (*place == NULL)
			*place = palloc0(sizeof(LeftOut));
		((LeftOut *) *place)->count++;
	}
}

/* What is no proper schema is left as it is, and refused as it is. */
static bool
takes_parts(AccordJson *root)
{
	AccordJson *defs = accord_member(root, "$defs");
	AccordJson *definitions = accord_member(root, "definitions");

	return root->kind == ACCORD_JSON_OBJECT &&
		(defs == NULL || defs->kind == ACCORD_JSON_OBJECT) &&
		(definitions == NULL || definitions->kind == ACCORD_JSON_OBJECT);
}

char *
accord_bundle_text(const AccordSource *schema, const AccordPart *parts, int nparts,
				   List *needless)
{
	AccordJson *root = schema->root;
	Bundle		bundle = {.outer = accord_dialect_of(root, NULL)};
	const char *name = bundle.outer->draft <= ACCORD_DRAFT_7 ? "definitions" : "$defs";
	AccordJson *defs = accord_member(root, name);
	AccordJson *around = defs ? defs : root;
	StringInfoData out;

	if (nparts == 0 || !takes_parts(root))
		return pstrdup(schema->data);
	bundle_init(&bundle, &out, defs, needless);
	appendBinaryStringInfo(&out, schema->data, around->offset + 1);
	if (defs == NULL)
		appendStringInfo(&out, "\"%s\": {", name);
	for (int i = 0; i < nparts; i++)
		append_part(&bundle, &parts[i]);
	if (defs == NULL)
		appendStringInfoChar(&out, '}');
	if (around->nchildren > 0 && !(bundle.empty && defs))
		appendStringInfoString(&out, ", ");
	appendStringInfoString(&out, schema->data + around->offset + 1);
	return out.data;
}
