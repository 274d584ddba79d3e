/*
 * walker.h
 *	  What the files of the walk share; nobody else includes it.
 */
#ifndef ACCORD_JSONSCHEMA_WALKER_H
#define ACCORD_JSONSCHEMA_WALKER_H

#include "postgres.h"

#include "jsonschema/report.h"
#include "jsonschema/seen.h"

/* items or members between two looks for a cancel */
#define ACCORD_WALK_INTERVAL 1024

/* The resources that the walk came through, the latest first. */
typedef struct AccordScope
{
	int			resource;
	const struct AccordScope *outer;
} AccordScope;

typedef struct AccordWalk
{
	AccordReport *report;		/* NULL: only the verdict is wanted */
	bool		stop;			/* end at the next violation */
	bool		utf8;			/* is that the encoding of the server? */
	int			resource;		/* of the schema at hand; 0: nobody asks */
	const AccordScope *scope;
} AccordWalk;

/*
 * walk.c: does the value satisfy the schema?  seen, if not NULL, collects
 * which of its children are evaluated; what a failed schema adds is void.
 */
extern bool accord_walk_schema(AccordWalk *walk, const AccordSchema *schema,
							   const AccordValue *value, AccordSeen *seen);

/* walk.c: the same, and the violations are nobody's */
extern bool accord_walk_passes(const AccordWalk *walk, const AccordSchema *schema,
							   const AccordValue *value, AccordSeen *seen);

/* walk.c: a check failed; true when the walk ends with it */
extern bool accord_walk_violated(AccordWalk *walk, const AccordSchema *schema,
								 AccordKeywordId keyword, const AccordValue *value,
								 const AccordDetail *detail);

/* walk_array.c */
extern bool accord_walk_array(AccordWalk *walk, const AccordSchema *schema,
							  const AccordValue *value, AccordSeen *seen);
extern bool accord_walk_unevaluated_items(AccordWalk *walk, const AccordSchema *schema,
										  const AccordValue *value, const AccordSeen *seen);

/* walk_object.c */
extern bool accord_walk_object(AccordWalk *walk, const AccordSchema *schema,
							   const AccordValue *value, AccordSeen *seen);
extern bool accord_walk_unevaluated_members(AccordWalk *walk, const AccordSchema *schema,
											const AccordValue *value, const AccordSeen *seen);

/* walk_in_place.c */
extern bool accord_walk_in_place(AccordWalk *walk, const AccordSchema *schema,
								 const AccordValue *value, AccordSeen *seen);

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

/*
 * Applies a schema under a keyword, where it has a name, or a place that is not
 * negative, or neither.
 */
static inline bool
accord_walk_under(AccordWalk *walk, AccordKeywordId keyword, const AccordText *name,
				  int place, const AccordSchema *schema, const AccordValue *value,
				  AccordSeen *seen)
{
	AccordPath *path;
	int			length;
	bool		ok;

	if (likely(walk->report == NULL))
		return accord_walk_schema(walk, schema, value, seen);
	path = &walk->report->schema;
	length = path->length;
	accord_report_keyword(path, keyword);
	if (name)
		accord_report_step(path, name->data, name->len, 0);
	else if (place >= 0)
		accord_report_step(path, NULL, 0, place);
	ok = accord_walk_schema(walk, schema, value, seen);
	path->length = length;
	return ok;
}

#endif							/* ACCORD_JSONSCHEMA_WALKER_H */
