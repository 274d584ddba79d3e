/*
 * statements.h
 *	  The statements of a merge, as text.
 *
 * An AccordMerge says everything that they depend on; nothing here looks at
 * the catalogs or runs anything.  Parameters: $1 the time of the feed in the
 * type of valid_from, $2 the number of the tally.
 */
#ifndef ACCORD_SCD_STATEMENTS_H
#define ACCORD_SCD_STATEMENTS_H

#include "postgres.h"

#include "scd/dimension.h"

typedef enum AccordDeletes
{
	ACCORD_DELETES_IGNORE,
	ACCORD_DELETES_CLOSE,
	ACCORD_DELETES_RECORD,
} AccordDeletes;

/* a column of the dimension as the source has it */
typedef struct AccordFeedColumn
{
	const AccordColumn *column;
	char	   *cast;			/* type to cast to, or NULL where it is the
								 * same */
	char	   *collation;		/* of the dimension's column, or NULL likewise */
	bool		hashable;		/* has it a canonical form? else compared as
								 * text */
} AccordFeedColumn;

typedef struct AccordMerge
{
	const AccordDimension *dimension;

	/* the feed: a table whose rows can be fetched again by ctid */
	char	   *feed;			/* its qualified name */
	char	   *feed_name;		/* as users know it; NULL for a query */
	char	   *query;			/* what is stored into it first, or NULL */
	List	   *stored_columns; /* of that, by name */
	List	   *feed_columns;	/* of AccordFeedColumn, in the order of the
								 * dimension's */
	Oid			opens_type;		/* of valid_from_column in it */
	bool		feed_is_unique; /* an index proves each key once, and none
								 * NULL */
	bool		feed_is_ordered;	/* an index gives its rows by key */
	bool		feed_is_shuffled;	/* its rows do not lie in that order, as
									 * statistics say */

	bool		open_is_unique; /* an index proves each key open once */

	bool		full;
	AccordDeletes deletes;
	char	   *sequence_by;	/* column, or NULL */
	bool		replace;		/* the feed takes the place of the last one */

	/* known while it runs */
	bool		is_empty;		/* the dimension has no rows at all */
	bool		has_unknown;	/* some open versions have no hash */

	char	   *prefix;			/* of our column names: no column begins with
								 * it */
	char	   *change;			/* name of a transient table */
} AccordMerge;

/* the name by which statements read what was found: found.h */
#define ACCORD_FOUND "accord_found"

/* what the change table says of a key: accord_kind */
#define ACCORD_KIND_INSERTED	'i'
#define ACCORD_KIND_REOPENED	'r'
#define ACCORD_KIND_VERSIONED	'v'
#define ACCORD_KIND_OVERWRITTEN	'o'
#define ACCORD_KIND_FIXED		'f'
#define ACCORD_KIND_UNCHANGED	'u'
#define ACCORD_KIND_LATE		'l'
#define ACCORD_KIND_MISSING		'm'
#define ACCORD_KIND_MISSING_LATE	'x'

/* Must the rows found be compared by value with the versions they meet? */
extern bool accord_merge_is_detailed(const AccordMerge *merge);

/* Are there columns that are compared in their own right, and not by the hash of versions? */
extern bool accord_merge_has_other(const AccordMerge *merge);

/* Must keys without a row be told apart from keys seen twice? */
extern bool accord_merge_joins_fully(const AccordMerge *merge);

/*
 * How feed and open versions are brought together, where it is worth its cost:
 * walked side by side, with the feed in the order of the key if an index gives
 * it, or as it lies in its table if it lies in that order; otherwise joined.
 */
extern bool accord_merge_walks_by_key(const AccordMerge *merge);
extern bool accord_merge_walks_as_it_lies(const AccordMerge *merge);

/* Reading; each in statements_read.c */
extern char *accord_merge_store_sql(const AccordMerge *merge);	/* the query into the
																 * feed table */
extern char *accord_merge_open_rows_sql(const AccordMerge *merge);	/* count of open rows,
																	 * deletion versions
																	 * apart */
extern char *accord_merge_feed_rows_sql(const AccordMerge *merge);	/* count of the feed's
																	 * rows */
extern char *accord_merge_feed_duplicates_sql(const AccordMerge *merge);	/* keys twice in the
																			 * feed, rows too many */
extern char *accord_merge_found_duplicates_sql(const AccordMerge *merge);	/* the same among keys
																			 * that are not open */
extern char *accord_merge_join_sql(const AccordMerge *merge);	/* feed and open
																 * versions by key */
extern char *accord_merge_feed_sql(const AccordMerge *merge, bool by_key);	/* the feed, in the
																			 * order of the key or
																			 * as it lies */
extern char *accord_merge_feed_keys_sql(const AccordMerge *merge);	/* its keys, as it lies */
extern char *accord_merge_open_sql(const AccordMerge *merge);	/* the open versions by
																 * key */
extern char *accord_merge_change_sql(const AccordMerge *merge); /* what is to be done,
																 * into change */
extern char *accord_merge_count_sql(const AccordMerge *merge);	/* one row of counts of
																 * change */

/* Writing, in this order; NULL where there is nothing to do.  In statements_write.c */
extern char *accord_merge_close_sql(const AccordMerge *merge);
extern char *accord_merge_overwrite_sql(const AccordMerge *merge);
extern char *accord_merge_in_place_sql(const AccordMerge *merge);
extern char *accord_merge_insert_sql(const AccordMerge *merge);
extern char *accord_merge_current_sql(const AccordMerge *merge);

/* Undoing a feed that is replaced; NULL where none is.  In statements_replace.c */
extern char *accord_merge_remove_sql(const AccordMerge *merge);
extern char *accord_merge_reopen_sql(const AccordMerge *merge);
extern char *accord_merge_replace_sql(const AccordMerge *merge);
extern char *accord_merge_count_replaced_sql(const AccordMerge *merge); /* rows of the three */

#endif							/* ACCORD_SCD_STATEMENTS_H */
