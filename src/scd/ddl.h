/*
 * ddl.h
 *	  The statements that make a history table and what belongs to it, as
 *	  text.
 */
#ifndef ACCORD_SCD_DDL_H
#define ACCORD_SCD_DDL_H

#include "postgres.h"

#include "scd/dimension.h"

/* what begins the text of each as_of function, and finds it again */
#define ACCORD_AS_OF_MARK "/* written by accord, again when the dimension changes */ "

typedef enum AccordSurrogate
{
	ACCORD_SURROGATE_NONE,
	ACCORD_SURROGATE_UUID,
	ACCORD_SURROGATE_IDENTITY,
} AccordSurrogate;

/* a history table to be made; its columns are numbered as in the source */
typedef struct AccordTable
{
	const AccordDimension *dimension;
	AccordSurrogate surrogate;
	const char *partition_method;	/* RANGE, LIST or HASH; NULL for none */
	List	   *partition_columns;	/* of char * */
} AccordTable;

/*
 * Can an index on the key, with or without valid_from, be unique?  On a
 * partitioned table only if it contains the partition key.
 */
extern bool accord_table_key_is_unique(const AccordTable *table);
extern bool accord_table_versions_are_unique(const AccordTable *table);

/* CREATE TABLE, with the constraints that every history table has */
extern char *accord_ddl_table(const AccordTable *table);

/* the index that a merge reads: open rows by key, with what is compared */
extern char *accord_ddl_open_index(const AccordDimension *dimension, bool unique);

/* an index on key and valid_from */
extern char *accord_ddl_version_index(const AccordDimension *dimension, bool unique);

/* the constraint against versions that overlap */
extern char *accord_ddl_exclude_overlap(const AccordDimension *dimension);

/* ALTER TABLE ... ADD COLUMN ..., for columns of a type that lacks modifiers */
extern char *accord_ddl_add_column(const AccordDimension *dimension, const char *name, const char *definition);

/* a column's type with its collation */
extern char *accord_ddl_type(const AccordColumn *column);

/* CREATE OR REPLACE FUNCTION schema.name(timestamptz), what is in it, its comment */
extern char *accord_ddl_as_of_body(const AccordDimension *dimension);
extern char *accord_ddl_as_of(const AccordDimension *dimension, const char *schema, const char *name);
extern char *accord_ddl_as_of_comment(const char *schema, const char *name);

/* CREATE OR REPLACE VIEW of the open versions; and its comment */
extern char *accord_ddl_current_view(const AccordDimension *dimension, const char *name);
extern char *accord_ddl_current_comment(const AccordDimension *dimension, const char *name);

#endif							/* ACCORD_SCD_DDL_H */
