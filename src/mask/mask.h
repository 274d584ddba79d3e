/*
 * mask.h
 *	  Privacy: masks, tokens, ciphers, and the keys they need.
 */
#ifndef ACCORD_MASK_MASK_H
#define ACCORD_MASK_MASK_H

/* The settings, and what has to be known before the first key is used. */
extern void accord_mask_init(void);

#endif							/* ACCORD_MASK_MASK_H */
