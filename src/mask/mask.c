/*
 * mask.c
 *	  What happens to the folder when the library is loaded.
 */
#include "postgres.h"

#include "mask/mask.h"

void
accord_mask_init(void)
{
}
