/*
 * clauses.h
 *	  Pieces of SQL about a dimension; pure text, nothing is run.
 *
 * An alias is a name of ours, written as it is.
 */
#ifndef ACCORD_SCD_CLAUSES_H
#define ACCORD_SCD_CLAUSES_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "scd/dimension.h"

/* chooses columns of a dimension */
typedef bool (*AccordColumnFilter) (const AccordColumn *column);

extern bool accord_column_is_key(const AccordColumn *column);

/* those of which a change opens a version: hashed, and not type 3 */
extern bool accord_column_is_versioned(const AccordColumn *column);

/* a row is the open one of its key: as the partial index on the key says it */
extern void accord_clause_open(StringInfo sql, const AccordDimension *dimension, const char *alias);

/* what valid_to holds in an open row */
extern void accord_clause_open_end(StringInfo sql, const AccordDimension *dimension);

/* what valid_to holds in a version that ends where one at "opens" begins */
extern void accord_clause_close(StringInfo sql, const AccordDimension *dimension, const char *opens);

/* a row is a deletion version; false where the table has no mark */
extern void accord_clause_deleted(StringInfo sql, const AccordDimension *dimension, const char *alias);

/*
 * The hash of a version that waits for its first feed since columns were
 * added: a value that no hash has.  NULL would say no more than that nobody
 * knows it.
 */
#define ACCORD_HASH_WAITS "ffffffff-ffff-ffff-ffff-ffffffffffff"

/* is there a column that such versions wait for? */
extern bool accord_columns_wait(const AccordDimension *dimension);

/* a version waits; NULL where its hash is */
extern void accord_clause_waits(StringInfo sql, const AccordDimension *dimension, const char *alias);

/* left.key = right.key AND ... */
extern void accord_clause_same_key(StringInfo sql, const AccordDimension *dimension, const char *left, const char *right);

/* alias.key, ...; without alias the names alone */
extern void accord_clause_keys(StringInfo sql, const AccordDimension *dimension, const char *alias);

/*
 * The function call that hashes the expressions, which are strings: row_hash,
 * or record_hash where they are too many for a call; a constant for none.
 */
extern void accord_clause_hash(StringInfo sql, bool sha256, List *expressions);

/* the hash of a row over the chosen columns; by accord_clause_hash */
extern void accord_clause_row_hash(StringInfo sql, const AccordDimension *dimension, const char *alias,
								   AccordColumnFilter filter);

/* an instant or a local time, as the columns of the dimension hold it */
extern void accord_clause_time(StringInfo sql, const AccordDimension *dimension, Oid type, const char *expression);

/* the columns that the filter chooses, in their order */
extern List *accord_columns_that(const AccordDimension *dimension, AccordColumnFilter filter);

#endif							/* ACCORD_SCD_CLAUSES_H */
