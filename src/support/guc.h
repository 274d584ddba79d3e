/*
 * guc.h
 *	  The settings of accord.
 */
#ifndef ACCORD_SUPPORT_GUC_H
#define ACCORD_SUPPORT_GUC_H

/* accord.schema_cache: kB of compiled schemas that a backend keeps */
extern int	accord_schema_cache;

/* accord.show_values: may errors show values of documents? */
extern bool accord_show_values;

extern void accord_guc_init(void);

#endif							/* ACCORD_SUPPORT_GUC_H */
