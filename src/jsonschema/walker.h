/*
 * walker.h
 *	  What the files of the walk share; nobody else includes it.
 */
#ifndef ACCORD_JSONSCHEMA_WALKER_H
#define ACCORD_JSONSCHEMA_WALKER_H

#include "postgres.h"

#include "jsonschema/report.h"

/* items or members between two looks for a cancel */
#define ACCORD_WALK_INTERVAL 1024

typedef struct AccordWalk
{
	AccordReport *report;		/* NULL: only the verdict is wanted */
	bool		stop;			/* end at the next violation */
} AccordWalk;

/* walk.c: does the value satisfy the schema? */
extern bool accord_walk_schema(AccordWalk *walk, const AccordSchema *schema,
							   const AccordValue *value);

/* walk.c: the same, and the violations are nobody's */
extern bool accord_walk_passes(const AccordSchema *schema, const AccordValue *value);

/* walk.c: a check failed; true when the walk ends with it */
extern bool accord_walk_violated(AccordWalk *walk, const AccordSchema *schema,
								 AccordKeywordId keyword, const AccordValue *value,
								 const AccordDetail *detail);

/* walk_array.c */
extern bool accord_walk_array(AccordWalk *walk, const AccordSchema *schema,
							  const AccordValue *value);

/* walk_object.c */
extern bool accord_walk_object(AccordWalk *walk, const AccordSchema *schema,
							   const AccordValue *value);

/* In a function with a variable ok: end the walk, or remember and go on. */
#define ACCORD_VIOLATION(keyword, ...) \
	do { \
		if (accord_walk_violated(walk, schema, (keyword), value, \
					 &(AccordDetail) {__VA_ARGS__})) \
			return false; \
		ok = false; \
	} while (0)

#define ACCORD_MUST_PASS(passed) \
	do { \
		if (unlikely(!(passed))) \
		{ \
			if (walk->stop) \
				return false; \
			ok = false; \
		} \
	} while (0)

/* Applies a schema under a keyword; place is its index there, or -1. */
static inline bool
accord_walk_under(AccordWalk *walk, AccordKeywordId keyword, int place,
				  const AccordSchema *schema, const AccordValue *value)
{
	AccordPath *path;
	int			length;
	bool		ok;

	if (likely(walk->report == NULL))
		return accord_walk_schema(walk, schema, value);
	path = &walk->report->schema;
	length = path->length;
	accord_report_keyword(path, keyword);
	if (place >= 0)
		accord_report_step(path, NULL, 0, place);
	ok = accord_walk_schema(walk, schema, value);
	path->length = length;
	return ok;
}

#endif							/* ACCORD_JSONSCHEMA_WALKER_H */
