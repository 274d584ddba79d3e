/*
 * value.h
 *	  Look-ups and comparison of jsonb values where they lie.
 */
#ifndef ACCORD_JSONSCHEMA_VALUE_H
#define ACCORD_JSONSCHEMA_VALUE_H

#include "postgres.h"

#include "support/jsonb_value.h"

/* The place of a key in an object, from 0, or -1. */
extern int	accord_object_find(const AccordValue *object, const char *key,
							   uint32 len);

/* The value of the member at a place. */
extern void accord_object_value(const AccordValue *object, uint32 place,
								AccordValue *value);

/*
 * A total order, in which values are equal when JSON Schema calls them equal:
 * numbers by value, objects whatever the order of their keys.  Not the order
 * of jsonb.
 */
extern int	accord_value_compare(const AccordValue *a, const AccordValue *b);

/*
 * Equal values have the same hash.  Of a large value only the beginning
 * counts, so that the cost is bounded.
 */
extern uint32 accord_value_hash(const AccordValue *value);

/* The same of a string. */
extern uint32 accord_string_hash(const char *data, uint32 len);

#endif							/* ACCORD_JSONSCHEMA_VALUE_H */
