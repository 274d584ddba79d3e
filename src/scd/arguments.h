/*
 * arguments.h
 *	  The arguments that the SQL functions about dimensions share.
 */
#ifndef ACCORD_SCD_ARGUMENTS_H
#define ACCORD_SCD_ARGUMENTS_H

#include "postgres.h"

#include "fmgr.h"

#include "scd/options.h"

/* 22004 if the argument is NULL; the name is the user's */
extern void accord_argument_required(FunctionCallInfo fcinfo, int number, const char *name);

/* a list of char *; NULL is the empty one */
extern List *accord_argument_names(FunctionCallInfo fcinfo, int number, const char *name);

/* jsonb objects; NULL is the empty one */
extern List *accord_argument_policies(FunctionCallInfo fcinfo, int number);
extern void accord_argument_options(FunctionCallInfo fcinfo, int number, AccordOptionUse use, AccordOptions *options);

#endif							/* ACCORD_SCD_ARGUMENTS_H */
