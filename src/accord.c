/*
 * accord.c
 *	  The module: its magic block and what happens when it is loaded.
 */
#include "postgres.h"

#include "fmgr.h"
#include "mask/mask.h"
#include "support/compat.h"
#include "support/guc.h"
#include "utils/guc.h"

PG_MODULE_MAGIC;

PGDLLEXPORT void _PG_init(void);

void
_PG_init(void)
{
	accord_guc_init();
	accord_mask_init();
	/* forgets what the file says about settings that are not defined by now */
	MarkGUCPrefixReserved("accord");
}
