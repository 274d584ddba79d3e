/*
 * sqltext.h
 *	  Pieces of SQL text: names quoted, everything qualified.
 */
#ifndef ACCORD_SUPPORT_SQLTEXT_H
#define ACCORD_SUPPORT_SQLTEXT_H

#include "postgres.h"

#include "lib/stringinfo.h"

/* name, quoted where it must be */
extern void accord_sql_name(StringInfo sql, const char *name);

/* alias.name; the alias is ours and needs no quotes */
extern void accord_sql_column(StringInfo sql, const char *alias, const char *name);

/* schema.name */
extern void accord_sql_relation(StringInfo sql, const char *schema, const char *name);

/* 'literal', safe whatever standard_conforming_strings says */
extern void accord_sql_literal(StringInfo sql, const char *value);

/* the separator, unless this is the first of a list; then it is no longer */
extern void accord_sql_separator(StringInfo sql, bool *first, const char *separator);

/* the type as text that names its schema */
extern char *accord_sql_type(Oid type, int32 typmod);

/* the collation, with its schema */
extern void accord_sql_collation(StringInfo sql, Oid collation);

/* can the type be a key: has it a default btree operator class, and all it is made of? */
extern bool accord_sql_is_sortable(Oid type);

/* the default btree operator family of the type */
extern Oid	accord_sql_sort_family(Oid type);

/* OPERATOR(schema.=) by the default btree operator class of the type */
extern void accord_sql_equal_operator(StringInfo sql, Oid type);

/* left OPERATOR(schema.=) right by the default btree operator class of the type */
extern void accord_sql_equal(StringInfo sql, Oid type, const char *left, const char *right);

#endif							/* ACCORD_SUPPORT_SQLTEXT_H */
