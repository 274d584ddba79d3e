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

static bool
is_member(const AccordJson *node, const char *name)
{
	return node->key && strcmp(node->key, name) == 0;
}

static void
add_strings(HTAB *names, const AccordJson *node)
{
	if (node->kind == ACCORD_JSON_STRING)
		*accord_textmap_place(names, node->string, node->len) = names;
	for (const AccordJson *child = node->first; child; child = child->next)
		add_strings(names, child);
}

/*
 * The names that a schema gives to properties.  Other strings do not count: an
 * example or a title may hold what is personal elsewhere.
 */
static void
collect_names(HTAB *names, const AccordJson *node)
{
	bool		depend = is_member(node, "dependentRequired") ||
		is_member(node, "dependentSchemas") || is_member(node, "dependencies");

	if (is_member(node, "required") || is_member(node, "propertyNames"))
		add_strings(names, node);
	for (const AccordJson *child = node->first; child; child = child->next)
	{
		if (child->key && (depend || is_member(node, "properties")))
			*accord_textmap_place(names, child->key, child->key_len) = names;
		if (depend && child->kind == ACCORD_JSON_ARRAY)
			add_strings(names, child);
		collect_names(names, child);
	}
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

/* Appends a JSON Pointer as a URI fragment (RFC 6901, section 6). */
static void
append_fragment(StringInfo out, const char *pointer)
{
	AccordText	utf8;

	if (!accord_text_utf8(pointer, strlen(pointer), &utf8))
	{
		utf8.data = pointer;
		utf8.len = strlen(pointer);
	}
	for (uint32 i = 0; i < utf8.len; i++)
	{
		unsigned char c = utf8.data[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			(c != '\0' && strchr("-._~!$&'()*+,;=:@/?", c)))
			appendStringInfoChar(out, c);
		else
			appendStringInfo(out, "%%%02X", c);
	}
}

static char *
absolute_path(AccordReport *report, const AccordSchema *schema, AccordKeywordId keyword)
{
	const AccordJson *root = source_of(report, schema->document)->root;
	const AccordJson *node = node_at(root, schema->offset);
	const AccordJson *top = node;
	const AccordBase *base;
	StringInfoData out;

	if (node == NULL)
		elog(ERROR, "compiled schema stands nowhere in its source");
	while ((base = accord_program_base(report->program, schema->document, top->offset)) == NULL)
		top = top->parent;
	initStringInfo(&out);
	appendStringInfo(&out, "%s#", base->uri);
	append_fragment(&out, accord_source_pointer(node) + strlen(accord_source_pointer(top)));
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
	if (report->in_name)
		violation->message = psprintf("property name %s", violation->message);
	violation->value = report->show_values ? shown_value(value) : NULL;
	return report->count >= report->max_violations;
}
