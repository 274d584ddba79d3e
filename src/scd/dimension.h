/*
 * dimension.h
 *	  A dimension as it is registered, and as its table is today.
 */
#ifndef ACCORD_SCD_DIMENSION_H
#define ACCORD_SCD_DIMENSION_H

#include "postgres.h"

#include "access/attnum.h"
#include "catalog/pg_attribute.h"
#include "datatype/timestamp.h"
#include "nodes/pg_list.h"
#include "utils/relcache.h"

/* what a change of a column does; by the names that users write */
typedef enum AccordPolicy
{
	ACCORD_POLICY_KEY,			/* part of the natural key */
	ACCORD_POLICY_VERSION,		/* opens a new version */
	ACCORD_POLICY_OVERWRITE,	/* goes to all versions of the key */
	ACCORD_POLICY_FIXED,		/* is kept out */
	ACCORD_POLICY_PREVIOUS,		/* moves the old value to <column>_previous */
	ACCORD_POLICY_CURRENT,		/* opens a version, and goes to
								 * <column>_current of all */
	ACCORD_POLICY_CARRY,		/* is not compared */
} AccordPolicy;

/* a column that comes from the source */
typedef struct AccordColumn
{
	char	   *name;
	AttrNumber	number;			/* in the history table */
	Oid			type;
	int32		typmod;
	Oid			collation;
	AccordPolicy policy;
	char	   *companion;		/* <column>_previous or <column>_current, or
								 * NULL */
	bool		filled;			/* added later: taken where the hash is not
								 * known */
} AccordColumn;

typedef enum AccordOpenEnd
{
	ACCORD_OPEN_INFINITY,
	ACCORD_OPEN_NULL,
	ACCORD_OPEN_FAR,			/* 9999-12-31 00:00 UTC */
} AccordOpenEnd;

typedef struct AccordDimension
{
	Oid			relid;			/* the history table */
	char	   *schema;
	char	   *name;
	char	   *source_schema;	/* or NULL */
	char	   *source_name;
	char	   *valid_from;
	char	   *valid_to;
	char	   *is_current;		/* or NULL */
	char	   *row_hash;
	char	   *is_deleted;		/* or NULL */
	char	   *surrogate_key;	/* or NULL */
	char	   *scd_id;			/* or NULL */
	char	   *updated_at;		/* or NULL */
	AccordOpenEnd open_end;
	bool		end_inclusive;
	char	   *timezone;
	bool		sha256;
	char	   *valid_from_column;	/* or NULL */
	bool		skip_late;
	bool		refuse_fixed;
	char	   *hashed_before;	/* jsonb as text */
	bool		has_last;		/* was there a feed? */
	TimestampTz last_at;
	Timestamp	last_valid_from;	/* as the column holds it; for timestamptz
									 * in UTC */
	int64		last_overwritten;	/* keys in which the last feed overwrote
									 * values */
	int64		feeds;

	/* below: by accord_dimension_resolve */
	Oid			time_type;		/* of valid_from: timestamptz, timestamp or
								 * date */
	bool		deleted_is_text;	/* is_deleted holds 'True' and 'False', as
									 * dbt's */
	bool		partitioned;
	List	   *columns;		/* of AccordColumn: the keys in their order,
								 * then the others by number */
	int			keys;			/* how many of them are keys */

	/* internal: as registered, until resolved */
	List	   *key_names;		/* of char * */
	List	   *policy_names;	/* of char *: column, policy, column, policy
								 * ... */
	List	   *filled_names;	/* of char * */
} AccordDimension;

/*
 * The registration of a history table, read; NULL if there is none and
 * missing_ok.  Otherwise 42704.  To be called within SPI_connect; the result
 * lives in the current memory context of the call.
 */
extern AccordDimension *accord_dimension_find(Oid relid, bool missing_ok);

/*
 * The policy registered for a column of a history table, without looking at
 * the table; false if there is none.
 */
extern bool accord_dimension_policy(Oid relid, const char *column, AccordPolicy *policy);

/*
 * The same, locked until the end of the transaction; raises 40001 if another
 * merge was first and the transaction's snapshot is older.
 */
extern AccordDimension *accord_dimension_lock(Oid relid);

/*
 * Fills in the columns from the table as it is.  42703 if a registered
 * column is gone, 42804 if one of ours has an impossible type.
 */
extern void accord_dimension_resolve(AccordDimension *dimension, Relation relation);

/*
 * Takes a column that is not of the key out of what was registered, before
 * it is resolved; false if it is not in it.
 */
extern bool accord_dimension_forget_column(AccordDimension *dimension, const char *name);

/* was a column hashed, by what was registered? */
extern bool accord_dimension_was_hashed(const AccordDimension *dimension, const char *name);

/*
 * The lists of columns that hashes of older versions were made over, lists of
 * names; an empty one says that some hashes cannot be made again.
 */
extern List *accord_dimension_hashed_before(const AccordDimension *dimension);

/* Numbers and orders the columns again, after the table was changed. */
extern void accord_dimension_renumber(AccordDimension *dimension, Relation relation);

/* 42804 if a column of time would round what is written to it */
extern void accord_dimension_check_precision(Relation relation, Form_pg_attribute attribute);

/* 22023 for options of time that do not go together; needs time_type */
extern void accord_dimension_check_time(const AccordDimension *dimension);

/* is a name among these? */
extern bool accord_name_is_in(const List *names, const char *name);

/* by name, as users write it; -1 if there is no such policy */
extern int	accord_policy_by_name(const char *name);
extern const char *accord_policy_name(AccordPolicy policy);

/* the same for what valid_to holds in an open version; the name must be one */
extern AccordOpenEnd accord_open_end_by_name(const char *name);
extern const char *accord_open_end_name(AccordOpenEnd open_end);

/* <column>_previous or <column>_current, cut to fit; NULL for other policies */
extern char *accord_companion_name(const char *name, AccordPolicy policy);

/* the column of that name, or NULL */
extern AccordColumn *accord_dimension_column(const AccordDimension *dimension, const char *name);

/* does the hash of a version cover such a column? */
static inline bool
accord_policy_is_hashed(AccordPolicy policy)
{
	return policy == ACCORD_POLICY_VERSION || policy == ACCORD_POLICY_PREVIOUS || policy == ACCORD_POLICY_CURRENT;
}

static inline bool
accord_column_is_hashed(const AccordColumn *column)
{
	return accord_policy_is_hashed(column->policy);
}

#endif							/* ACCORD_SCD_DIMENSION_H */
