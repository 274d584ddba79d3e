/*
 * partition.h
 *	  The option partition_by: SQL text of the user, read and not trusted.
 */
#ifndef ACCORD_SCD_PARTITION_H
#define ACCORD_SCD_PARTITION_H

#include "postgres.h"

#include "nodes/pg_list.h"

/*
 * RANGE, LIST or HASH, and names of columns in parentheses; anything else,
 * expressions and operator classes too, is 22023.  The names are as the table
 * has them: quotes are off.
 */
extern void accord_partition_read(const char *text, const char **method, List **columns);

#endif							/* ACCORD_SCD_PARTITION_H */
