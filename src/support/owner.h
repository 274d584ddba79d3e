/*
 * owner.h
 *	  Writing accord's own tables inside a statement of a user who may not.
 */
#ifndef ACCORD_SUPPORT_OWNER_H
#define ACCORD_SUPPORT_OWNER_H

#include "postgres.h"

/* who was there before */
typedef struct AccordCaller
{
	Oid			user;
	int			context;
} AccordCaller;

/* The owner of accord's tables: the extension's, unless they were given away. */
extern Oid	accord_owner(void);

/*
 * From enter to leave the current user is the owner of accord's tables.
 * Nothing of the user's may run in between: only statements of ours on
 * tables of ours.  An error in between restores the user as the end of the
 * (sub)transaction does.
 */
extern void accord_owner_enter(AccordCaller *caller);
extern void accord_owner_leave(const AccordCaller *caller);

/*
 * One statement of ours on our tables, as their owner, through their indexes:
 * a sequential scan would take a predicate lock on all of the table under
 * SERIALIZABLE.  To be called within SPI_connect; the result is SPI's.
 */
extern void accord_owner_execute(const char *sql, int nargs, Oid *types, Datum *values, const char *nulls,
								 int expected);

/*
 * The same, of what is committed by now: names change for everybody at once,
 * whatever snapshot a transaction has under REPEATABLE READ or SERIALIZABLE.
 * There, a row that is newer than the snapshot is a serialization failure, as
 * in ri_triggers.c: once the transaction had written the registration of a
 * dimension, a merge in it would take for the newest version of the table
 * what its snapshot shows.
 */
extern void accord_owner_execute_latest(const char *sql, int nargs, Oid *types, Datum *values, const char *nulls,
										int expected);

#endif							/* ACCORD_SUPPORT_OWNER_H */
