/*
 * walk.h
 *	  Does a document satisfy a program?
 */
#ifndef ACCORD_JSONSCHEMA_WALK_H
#define ACCORD_JSONSCHEMA_WALK_H

#include "postgres.h"

#include "jsonschema/program.h"
#include "jsonschema/report.h"

/*
 * The verdict.  The document must not be toasted.  Raises 54001 where a
 * pattern or the nesting reaches its limit.
 */
extern bool accord_walk(const AccordProgram *program, const Jsonb *doc);

/* The verdict with its reasons, up to the report's maximum. */
extern bool accord_walk_report(AccordReport *report, const Jsonb *doc);

#endif							/* ACCORD_JSONSCHEMA_WALK_H */
