/*
 * registry.h
 *	  Writing accord.dimension, as its owner.
 *
 * To be called within SPI_connect.  Who may do so must have been checked.
 */
#ifndef ACCORD_SCD_REGISTRY_H
#define ACCORD_SCD_REGISTRY_H

#include "postgres.h"

#include "scd/dimension.h"

/* Forgets whatever was registered under that name; was there anything? */
extern bool accord_registry_delete(const char *schema, const char *name);

/* Registers it, in the place of what may be left of a table of that name. */
extern void accord_registry_insert(const AccordDimension *dimension);

/* Writes what alter_dimension may have changed. */
extern void accord_registry_update(const AccordDimension *dimension);

/*
 * Keeps a list of columns that hashes were made over so far; NIL says that
 * some were made over values that are there no more.
 */
extern void accord_registry_hashed_before(const AccordDimension *dimension, const List *names);

#endif							/* ACCORD_SCD_REGISTRY_H */
