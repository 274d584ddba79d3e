/*
 * rename.h
 *	  Names in the registry that change, written as its owner.
 *
 * To be called within SPI_connect.
 */
#ifndef ACCORD_SCD_RENAME_H
#define ACCORD_SCD_RENAME_H

#include "postgres.h"

#include "nodes/pg_list.h"

/* A history table, or a source. */
extern void accord_rename_relation(const char *schema, const char *name, const char *new_schema, const char *new_name);

/* Whatever is registered in a schema. */
extern void accord_rename_schema(const char *schema, const char *new_schema);

/* A column of a history table, or the column at whose value versions of a source begin. */
extern void accord_rename_column(const char *schema, const char *name, const char *column, const char *new_column);

/* Names of the dimensions in a schema. */
extern List *accord_rename_dimensions_of(const char *schema);

/* In an event trigger sql_drop: forgets the dimensions whose tables are gone. */
extern void accord_rename_forget_dropped(void);

#endif							/* ACCORD_SCD_RENAME_H */
