/*
 * mask.c
 *	  What happens to the folder when the library is loaded.
 */
#include "postgres.h"

#include "mask/derived.h"
#include "mask/disclosure.h"
#include "mask/fpe_policy.h"
#include "mask/kek.h"
#include "mask/key.h"
#include "mask/mask.h"

void
accord_mask_init(void)
{
	accord_kek_init();
	accord_keys_init();
	accord_key_guard_init();
	accord_derived_init();
	accord_disclosure_init();
	accord_fpe_init();
}
