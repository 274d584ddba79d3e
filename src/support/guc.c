/*
 * guc.c
 *	  The settings of accord.
 *
 * No setting changes what a function decides: a schema that was accepted, and
 * a document that passed, must do so again when a dump is restored elsewhere.
 */
#include "postgres.h"

#include <limits.h>

#include "utils/guc.h"

#include "support/guc.h"

#define SCHEMA_CACHE_DEFAULT_KB (32 * 1024)
#define SCHEMA_CACHE_MIN_KB 64

int			accord_schema_cache = SCHEMA_CACHE_DEFAULT_KB;
bool		accord_show_values = false;

void
accord_guc_init(void)
{
	DefineCustomIntVariable("accord.schema_cache",
							"Memory that each backend may keep for compiled JSON schemas.",
							"The least recently used are dropped first; a single larger schema still works.",
							&accord_schema_cache,
							SCHEMA_CACHE_DEFAULT_KB, SCHEMA_CACHE_MIN_KB, MAX_KILOBYTES,
							PGC_USERSET, GUC_UNIT_KB,
							NULL, NULL, NULL);
	DefineCustomBoolVariable("accord.show_values",
							 "Shows values and undeclared property names of documents in errors.",
							 "They may be personal data, and errors go to the server log.",
							 &accord_show_values,
							 false,
							 PGC_SUSET, 0,
							 NULL, NULL, NULL);
}
