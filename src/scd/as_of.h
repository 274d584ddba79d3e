/*
 * as_of.h
 *	  What reads a history table: the function <dimension>_as_of and the view
 *	  <dimension>_current.
 */
#ifndef ACCORD_SCD_AS_OF_H
#define ACCORD_SCD_AS_OF_H

#include "postgres.h"

#include "scd/dimension.h"

/* Makes the function, or writes anew the one that is there. */
extern void accord_as_of_create(const AccordDimension *dimension);

/* Writes it anew if it is there and the user may; else says what to do. */
extern void accord_as_of_follow(const AccordDimension *dimension);

/* Drops it if it is there and nothing depends on it. */
extern void accord_as_of_drop(const AccordDimension *dimension);

/* Makes the view; or writes anew the one of that name. */
extern void accord_current_create(const AccordDimension *dimension);
extern void accord_current_replace(const AccordDimension *dimension);

#endif							/* ACCORD_SCD_AS_OF_H */
