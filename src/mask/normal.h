/*
 * normal.h
 *	  What a domain does to a value before its token is made.
 *
 * On UTF-8, by a table of Unicode 14.0.0 and nothing of locale or server, so
 * that the same value becomes the same everywhere and for ever.
 */
#ifndef ACCORD_MASK_NORMAL_H
#define ACCORD_MASK_NORMAL_H

#include <stddef.h>

/*
 * Bytes that the result of accord_normal_apply() may need.  Of the letters
 * that grow, one of two bytes may get a small letter of three.
 */
#define ACCORD_NORMAL_ROOM(len) ((len) + (len) / 2)

/*
 * Writes the valid UTF-8 text as the steps (bits of AccordNormalisation) leave
 * it: the number of bytes.
 */
extern size_t accord_normal_apply(int steps, const char *utf8, size_t len, char *out);

#endif							/* ACCORD_MASK_NORMAL_H */
