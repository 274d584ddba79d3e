/*
 * accord.c
 *	  The module: its magic block and what happens when it is loaded.
 */
#include "postgres.h"

#include "fmgr.h"
#include "support/compat.h"
#include "support/guc.h"

PG_MODULE_MAGIC;

PGDLLEXPORT void _PG_init(void);

void
_PG_init(void)
{
	accord_guc_init();
}
