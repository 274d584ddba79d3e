/*
 * spi.h
 *	  Statements that are run with the caller's rights.
 *
 * To be called within SPI_connect.
 */
#ifndef ACCORD_SUPPORT_SPI_H
#define ACCORD_SUPPORT_SPI_H

#include "postgres.h"

/* Runs a statement that gives nothing back: DDL, or an UPDATE. */
extern void accord_spi_utility(const char *sql);

/*
 * Runs a query of one row; its columns are then to be had.  Text is in the
 * current memory context of the call, and NULL for NULL.
 */
extern void accord_spi_row(const char *sql);
extern char *accord_spi_text(int column);
extern int64 accord_spi_int64(int column);
extern bool accord_spi_true(int column);	/* not false, not NULL */
extern bool accord_spi_timestamp(int column, int64 *value); /* false for NULL */

#endif							/* ACCORD_SUPPORT_SPI_H */
