/*
 * report.h
 *	  What is collected of a document's violations, when the verdict alone is
 *	  not enough.
 */
#ifndef ACCORD_JSONSCHEMA_REPORT_H
#define ACCORD_JSONSCHEMA_REPORT_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/hsearch.h"

#include "jsonschema/program.h"

/* One step of a path: a keyword, a name, or a place where name.data is NULL. */
typedef struct AccordStep
{
	AccordKeywordId keyword;	/* ACCORD_KW_NONE: it is not one */
	AccordText	name;
	uint32		place;			/* in the container, from 0 */
} AccordStep;

typedef struct AccordPath
{
	AccordStep *steps;
	int			length;
	int			capacity;
} AccordPath;

/* What a keyword found, for its message. */
typedef struct AccordDetail
{
	const AccordText *name;		/* a property name of the schema */
	const AccordText *trigger;	/* the property that asks for it */
	int64		first;			/* a count, or an index; -1: none */
	int64		second;
} AccordDetail;

typedef struct AccordViolation
{
	const char *instance_path;	/* a JSON Pointer, or masked */
	const char *schema_path;	/* through references, as they were followed */
	const char *absolute_path;	/* without them; only if asked for */
	const char *keyword;
	const char *message;
	const char *value;			/* only if asked for */
} AccordViolation;

typedef struct AccordReport
{
	/* set by the caller */
	const AccordProgram *program;
	int			max_violations;
	bool		mask_names;		/* property names the schema does not know */
	bool		show_values;
	bool		absolute_paths;

	/* the result, in the memory context current during the walk */
	AccordViolation *violations;
	int			count;

	/* where the walk stands */
	bool		in_name;		/* the instance is the name of a property */
	AccordPath	instance;
	AccordPath	schema;

	/* read again from the source when first needed */
	HTAB	   *known_names;
	AccordSource *sources[ACCORD_MAX_DOCUMENTS];
} AccordReport;

extern void accord_report_init(AccordReport *report, const AccordProgram *program,
							   int max_violations);

/* Steps down; undone by setting the path's length back. */
extern void accord_report_step(AccordPath *path, const char *name, uint32 len, uint32 place);
extern void accord_report_keyword(AccordPath *path, AccordKeywordId keyword);

/* Collects a violation of a keyword; true when the report is full. */
extern bool accord_report_add(AccordReport *report, const AccordSchema *schema,
							  AccordKeywordId keyword, const AccordValue *value,
							  const AccordDetail *detail);

/* message.c: what was expected */
extern const char *accord_message(const AccordSchema *schema, AccordKeywordId keyword,
								  const AccordValue *value, const AccordDetail *detail);

extern const char *accord_message_false(AccordKeywordId keyword);

#endif							/* ACCORD_JSONSCHEMA_REPORT_H */
