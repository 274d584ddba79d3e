/*
 * report.c
 *	  Collects violations: paths, masked names, absolute locations.
 *
 * A program keeps no positions but an offset per schema.  What only a report
 * needs, the tree of the source and the set of names in it, is read again from
 * the source on the first violation that asks for it.
 */
#include "postgres.h"

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"

#include "jsonschema/pointer.h"
#include "jsonschema/report.h"
#include "jsonschema/textmap.h"

#define INITIAL_STEPS 16

/* bytes of a value that are shown, where values may be shown */
#define SHOWN_VALUE_LIMIT 100

/* base of locations in a schema that has no "$id" of its own (RFC 3986, 5.1.4) */
#define DEFAULT_BASE_URI "urn:accord:schema"

static void
init_path(AccordPath *path)
{
	path->steps = palloc(sizeof(AccordStep) * INITIAL_STEPS);
	path->capacity = INITIAL_STEPS;
	path->length = 0;
}

void
accord_report_init(AccordReport *report, const AccordProgram *program, int max_violations)
{
	memset(report, 0, sizeof(*report));
	report->program = program;
	report->max_violations = max_violations;
	init_path(&report->instance);
	init_path(&report->schema);
}

void
accord_report_step(AccordPath *path, const char *name, uint32 len, uint32 place)
{
	AccordStep *step;

	if (path->length == path->capacity)
	{
		path->capacity *= 2;
		path->steps = repalloc_huge(path->steps, sizeof(AccordStep) * (Size) path->capacity);
	}
	step = &path->steps[path->length++];
	step->keyword = ACCORD_KW_NONE;
	step->name.data = name;
	step->name.len = len;
	step->place = place;
}

void
accord_report_keyword(AccordPath *path, AccordKeywordId keyword)
{
	const char *name = accord_keyword_name(keyword);

	accord_report_step(path, name, strlen(name), 0);
	path->steps[path->length - 1].keyword = keyword;
}

/* The source of a document, as a tree. */
static const AccordSource *
source_of(AccordReport *report, int document)
{
	AccordSchemaError error = {0};
	const char *source = report->program->source;
	int			len = report->program->source_len;

	Assert(document < lengthof(report->sources));
	if (report->sources[document])
		return report->sources[document];
	if (document > 0)
	{
		source = accord_metaschema_document(document);
		len = strlen(source);
	}
	report->sources[document] = accord_source_read(source, len, &error);
	if (report->sources[document] == NULL)
		elog(ERROR, "compiled schema cannot be read again");
	return report->sources[document];
}

/* All keys and strings that stand in the schema. */
static void
collect_names(HTAB *names, const AccordJson *node)
{
	if (node->key)
		*accord_textmap_place(names, node->key, node->key_len) = names;
	if (node->kind == ACCORD_JSON_STRING)
		*accord_textmap_place(names, node->string, node->len) = names;
	for (const AccordJson *child = node->first; child; child = child->next)
		collect_names(names, child);
}

static bool
is_known_name(AccordReport *report, const AccordText *name)
{
	if (report->known_names == NULL)
	{
		report->known_names = accord_textmap_create();
		collect_names(report->known_names, source_of(report, 0)->root);
	}
	return *accord_textmap_place(report->known_names, name->data, name->len) != NULL;
}

static char *
instance_path(AccordReport *report)
{
	StringInfoData out;

	initStringInfo(&out);
	for (int i = 0; i < report->instance.length; i++)
	{
		const AccordStep *step = &report->instance.steps[i];

		if (step->name.data == NULL)
			appendStringInfo(&out, "/%u", step->place);
		else if (report->mask_names && !is_known_name(report, &step->name))
			appendStringInfo(&out, "/<key %u>", step->place + 1);
		else
			accord_pointer_append(&out, step->name.data, step->name.len);
	}
	return out.data;
}

static char *
schema_path(AccordReport *report, AccordKeywordId keyword)
{
	StringInfoData out;

	initStringInfo(&out);
	for (int i = 0; i < report->schema.length; i++)
	{
		const AccordStep *step = &report->schema.steps[i];

		if (step->name.data == NULL)
			appendStringInfo(&out, "/%u", step->place);
		else
			accord_pointer_append(&out, step->name.data, step->name.len);
	}
	if (keyword != ACCORD_KW_NONE)
		appendStringInfo(&out, "/%s", accord_keyword_name(keyword));
	return out.data;
}

/* The node that begins at an offset. */
static const AccordJson *
node_at(const AccordJson *node, int offset)
{
	while (node && node->offset != offset)
	{
		const AccordJson *child = node->first;

		while (child && child->end <= offset)
			child = child->next;
		node = child;
	}
	return node;
}

static char *
absolute_path(AccordReport *report, const AccordSchema *schema, AccordKeywordId keyword)
{
	AccordJson *root = source_of(report, schema->document)->root;
	const AccordJson *id = accord_source_member(root, "$id", strlen("$id"));
	const AccordJson *node = node_at(root, schema->offset);
	StringInfoData out;

	if (node == NULL)
		elog(ERROR, "compiled schema stands nowhere in its source");
	initStringInfo(&out);
	if (id && id->kind == ACCORD_JSON_STRING)
		appendBinaryStringInfo(&out, id->string, strcspn(id->string, "#"));
	if (out.len == 0)
		appendStringInfoString(&out, DEFAULT_BASE_URI);
	appendStringInfo(&out, "#%s", accord_source_pointer(node));
	if (keyword != ACCORD_KW_NONE)
		appendStringInfo(&out, "/%s", accord_keyword_name(keyword));
	return out.data;
}

/*
 * The keyword that a schema which is false stands under: the last step of the
 * schema path, or the one before a name or a place.
 */
static AccordKeywordId
keyword_above(const AccordReport *report)
{
	const AccordPath *path = &report->schema;

	for (int i = path->length - 1; i >= Max(0, path->length - 2); i--)
		if (path->steps[i].keyword != ACCORD_KW_NONE)
			return path->steps[i].keyword;
	return ACCORD_KW_NONE;
}

/* The value as JSON, cut; only for those who asked to see values. */
static char *
shown_value(const AccordValue *value)
{
	StringInfoData out;
	uint32		len;

	initStringInfo(&out);
	switch (value->kind)
	{
		case ACCORD_STRING:
			len = accord_text_clip(value->data, value->len, SHOWN_VALUE_LIMIT);
			escape_json(&out, pnstrdup(value->data, len));
			if (len < value->len)
				appendStringInfoString(&out, "...");
			break;
		case ACCORD_NUMBER:
			appendStringInfoString(&out,
								   DatumGetCString(DirectFunctionCall1(numeric_out, PointerGetDatum(value->data))));
			break;
		case ACCORD_FALSE:
		case ACCORD_TRUE:
			appendStringInfoString(&out, value->kind == ACCORD_TRUE ? "true" : "false");
			break;
		case ACCORD_NULL:
			appendStringInfoString(&out, "null");
			break;
		case ACCORD_ARRAY:
		case ACCORD_OBJECT:
			JsonbToCString(&out, (JsonbContainer *) accord_value_container(value), value->len);
			break;
	}
	len = accord_text_clip(out.data, out.len, SHOWN_VALUE_LIMIT);
	if (len < (uint32) out.len)
	{
		out.data[len] = '\0';
		out.len = len;
		appendStringInfoString(&out, "...");
	}
	return out.data;
}

bool
accord_report_add(AccordReport *report, const AccordSchema *schema,
				  AccordKeywordId keyword, const AccordValue *value,
				  const AccordDetail *detail)
{
	AccordViolation *violation;

	if (report->violations == NULL)
		report->violations = palloc(sizeof(AccordViolation));
	else if ((report->count & (report->count - 1)) == 0)
		report->violations = repalloc_huge(report->violations,
										   sizeof(AccordViolation) * 2 * (Size) report->count);
	violation = &report->violations[report->count++];
	violation->instance_path = instance_path(report);
	violation->schema_path = schema_path(report, keyword);
	violation->absolute_path = report->absolute_paths ? absolute_path(report, schema, keyword) : NULL;
	if (keyword == ACCORD_KW_NONE)
	{
		violation->keyword = accord_keyword_name(keyword_above(report));
		violation->message = accord_message_false(keyword_above(report));
	}
	else
	{
		violation->keyword = accord_keyword_name(keyword);
		violation->message = accord_message(schema, keyword, value, detail);
	}
	violation->value = report->show_values ? shown_value(value) : NULL;
	return report->count >= report->max_violations;
}
