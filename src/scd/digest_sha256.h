/*
 * digest_sha256.h
 *	  The first 128 bits of SHA-256, by PostgreSQL's implementation.
 */
#ifndef ACCORD_SCD_DIGEST_SHA256_H
#define ACCORD_SCD_DIGEST_SHA256_H

#include "scd/digest.h"

extern const AccordDigestMethod accord_digest_sha256;

#endif							/* ACCORD_SCD_DIGEST_SHA256_H */
