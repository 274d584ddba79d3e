/*
 * key_memory.h
 *	  Memory for key bytes.
 */
#ifndef ACCORD_MASK_KEY_MEMORY_H
#define ACCORD_MASK_KEY_MEMORY_H

#include "postgres.h"

/*
 * Zeroed pages of this process that stay until it ends, and are wiped then.
 * To be asked for once for each use, not for each key.
 */
extern void *accord_key_memory(Size size);

#endif							/* ACCORD_MASK_KEY_MEMORY_H */
