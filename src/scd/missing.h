/*
 * missing.h
 *	  What a table lacks to be a dimension, as the statements that add it.
 */
#ifndef ACCORD_SCD_MISSING_H
#define ACCORD_SCD_MISSING_H

#include "postgres.h"

#include "utils/relcache.h"

#include "scd/dimension.h"

/*
 * A list of char *: columns of ours and what fills them, then indexes.  Those
 * that are there are looked at: 42804 if one is of an impossible type.
 */
extern List *accord_missing_statements(const AccordDimension *dimension, Relation relation);

/* The statement that fills <column>_current from the last version of each key. */
extern char *accord_missing_current(const AccordDimension *dimension, const AccordColumn *column);

/* The statements that drop indexes which those that are missing make superfluous. */
extern List *accord_missing_replaced(const AccordDimension *dimension, Relation relation);

/* Does an index prove that each key is open once? */
extern bool accord_open_is_unique(const AccordDimension *dimension, Relation relation);

#endif							/* ACCORD_SCD_MISSING_H */
