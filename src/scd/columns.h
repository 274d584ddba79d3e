/*
 * columns.h
 *	  From what a user says and what a table has to the columns of a
 *	  dimension.
 */
#ifndef ACCORD_SCD_COLUMNS_H
#define ACCORD_SCD_COLUMNS_H

#include "postgres.h"

#include "utils/array.h"
#include "utils/relcache.h"

#include "scd/dimension.h"
#include "scd/options.h"

/* Names given as text[]; 22023 for a NULL or a name twice. */
extern List *accord_names_read(ArrayType *names, const char *what);

/* The attribute of that name, or NULL. */
extern Form_pg_attribute accord_find_attribute(Relation relation, const char *name);

/*
 * The key and then the other columns of a relation, in its order, with their
 * policies; but those whose names are left out.
 */
extern void accord_columns_choose(AccordDimension *dimension, Relation relation, const List *key,
								  const List *policies, const List *left_out);

/* One more column of the relation, with the policy given for it or version. */
extern void accord_columns_add(AccordDimension *dimension, Relation relation, const char *name, const List *policies);

/* 42804 if a column of policy previous has a type whose companion could not begin as NULL */
extern void accord_columns_check_previous(const AccordDimension *dimension);

/* 0A000 if a column that is compared has no canonical form */
extern void accord_columns_check_hash(const AccordDimension *dimension);

/* Remembers the source, unless it is temporary: then a notice says so. */
extern void accord_columns_set_source(AccordDimension *dimension, Relation source);

/* The source has all columns that come from it: 42703. */
extern void accord_columns_check_source(const AccordDimension *dimension, Relation source);

/*
 * valid_from_column is one that the source has, of a type that is a time:
 * 42703, 42804.
 */
extern void accord_columns_check_opens(const AccordDimension *dimension, Relation source);

#endif							/* ACCORD_SCD_COLUMNS_H */
