/*
 * verify_statement.h
 *	  The statements that look at a dimension: of verify and of history_of.
 */
#ifndef ACCORD_SCD_VERIFY_STATEMENT_H
#define ACCORD_SCD_VERIFY_STATEMENT_H

#include "scd/dimension.h"

/*
 * Rows (problem, key, valid_from, detail).  Parameters: schema and name of
 * the dimension as text, and the time of the last feed as its versions hold
 * it, timestamp, NULL if there was none.
 */
extern char *accord_verify_statement(const AccordDimension *dimension);

/*
 * Rows (valid_from, valid_to, change, changed) of one key in order.
 * Parameters: the columns of the key, each of its own type.
 */
extern char *accord_history_of_statement(const AccordDimension *dimension);

#endif							/* ACCORD_SCD_VERIFY_STATEMENT_H */
