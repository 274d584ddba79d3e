/*
 * server.h
 *	  A stand-in for the PostgreSQL server, as far as the schema engine calls it.
 *
 * The database is in UTF-8.  Each chunk of a memory context is malloc'd by
 * itself, so that the sanitizers see its end and its life.
 */
#ifndef ACCORD_FUZZ_SERVER_H
#define ACCORD_FUZZ_SERVER_H

#include "postgres.h"

#include "utils/jsonb.h"

#include "fuzz.h"

/*
 * Runs work(arg) in a memory context of its own, which is deleted afterwards.
 * An error that says that a limit was reached ends it; one that says anything
 * else ends the program.
 */
extern void fuzz_run(void (*work) (void *arg), void *arg);

/*
 * A cancel that is pending and raised by the second look for it; fuzz_run()
 * begins without one.
 */
extern void fuzz_cancel(void);

/* Is it UTF-8 without NUL, as all text of a server is? */
extern bool fuzz_is_server_text(const FuzzText *text);

/* server_jsonb.c: JSON text as jsonb, or NULL where it is none */
extern Jsonb *fuzz_jsonb(const char *text, int len);

#endif							/* ACCORD_FUZZ_SERVER_H */
