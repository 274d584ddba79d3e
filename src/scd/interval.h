/*
 * interval.h
 *	  When a version begins and ends, whatever its columns are.
 *
 * SQL text about a row of the dimension under the alias t, in which a version
 * is [begin, end) and an open one ends at infinity.
 */
#ifndef ACCORD_SCD_INTERVAL_H
#define ACCORD_SCD_INTERVAL_H

#include "scd/dimension.h"

/* alias.name */
extern char *accord_interval_column(const char *alias, const char *name);

/* is it open by its end? is_current may disagree */
extern char *accord_interval_is_open(const AccordDimension *dimension);

/* the first moment that is not in it any more */
extern char *accord_interval_end(const AccordDimension *dimension);

/* such an end, as valid_to would hold it */
extern const char *accord_interval_written(const AccordDimension *dimension, const char *end);

/* what valid_to holds in an open version */
extern char *accord_interval_open_end(const AccordDimension *dimension);

#endif							/* ACCORD_SCD_INTERVAL_H */
