/*
 * options.h
 *	  What users say of a dimension in jsonb: options and policies.
 */
#ifndef ACCORD_SCD_OPTIONS_H
#define ACCORD_SCD_OPTIONS_H

#include "postgres.h"

#include "nodes/pg_list.h"
#include "utils/jsonb.h"

#include "scd/dimension.h"

/* who reads options; each takes some of them */
typedef enum AccordOptionUse
{
	ACCORD_OPTION_CREATE = 1 << 0,
	ACCORD_OPTION_ADOPT = 1 << 1,
	ACCORD_OPTION_ALTER = 1 << 2,
} AccordOptionUse;

/*
 * Text is NULL where an option was not given, and "" where it was null: the
 * table has no such column.
 */
typedef struct AccordOptions
{
	char	   *valid_from;
	char	   *valid_to;
	char	   *is_current;
	char	   *row_hash;
	char	   *is_deleted;
	char	   *scd_id;
	char	   *updated_at;
	char	   *type;
	char	   *timezone;
	char	   *open_end;
	char	   *surrogate_key;
	char	   *surrogate_key_column;
	char	   *hash;
	char	   *valid_from_column;
	char	   *late;
	char	   *fixed;
	char	   *partition_by;
	bool		end_inclusive;
	bool		exclude_overlap;
	bool		current_view;
} AccordOptions;

/* a column and its policy, as given */
typedef struct AccordPolicyChoice
{
	char	   *column;
	AccordPolicy policy;
} AccordPolicyChoice;

/* 22023 for a name that is none, or one that this use does not take */
extern void accord_options_read(const Jsonb *json, AccordOptionUse use, AccordOptions *options);

/* a list of AccordPolicyChoice; 22023 for what is no policy */
extern List *accord_policies_read(const Jsonb *json);

/* the policy given for a column, or -1 */
extern int	accord_policies_find(const List *choices, const char *column);

/*
 * 42703 if a policy is for a column that is none of the dimension's, 22023 if
 * it is for one of its key.
 */
extern void accord_policies_check(const List *choices, const AccordDimension *dimension);

/* what was given, taken over into the dimension; the rest stays */
extern void accord_options_apply(const AccordOptions *options, AccordDimension *dimension);

#endif							/* ACCORD_SCD_OPTIONS_H */
