/*
 * errors.h
 *	  The SQLSTATEs that accord raises, with the meaning they have here.
 */
#ifndef ACCORD_SUPPORT_ERRORS_H
#define ACCORD_SUPPORT_ERRORS_H

#include "postgres.h"

/* a document breaks its schema */
#define ACCORD_ERRCODE_VIOLATION			ERRCODE_CHECK_VIOLATION /* 23514 */

/* schema text is no JSON, or JSON that is no schema */
#define ACCORD_ERRCODE_INVALID_SCHEMA		ERRCODE_INVALID_TEXT_REPRESENTATION /* 22P02 */

/* an object of the schema has a key twice */
#define ACCORD_ERRCODE_DUPLICATE_KEY		ERRCODE_DUPLICATE_JSON_OBJECT_KEY_VALUE /* 22030 */

/* a pattern is no regular expression */
#define ACCORD_ERRCODE_INVALID_PATTERN		ERRCODE_INVALID_REGULAR_EXPRESSION	/* 2201B */

/* a draft, keyword or reference that accord does not support */
#define ACCORD_ERRCODE_UNSUPPORTED			ERRCODE_FEATURE_NOT_SUPPORTED	/* 0A000 */

/* a pattern or a nesting was given up: no verdict */
#define ACCORD_ERRCODE_LIMIT				ERRCODE_STATEMENT_TOO_COMPLEX	/* 54001 */

/* the key-encryption key: none is in force */
#define ACCORD_ERRCODE_NO_KEK				ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE	/* 55000 */

/* it cannot be had from where the settings say, or is not the one that is needed */
#define ACCORD_ERRCODE_KEK					ERRCODE_CONFIG_FILE_ERROR	/* F0000 */

/* a domain, or a key of it, is not there or was destroyed */
#define ACCORD_ERRCODE_NO_KEY				ERRCODE_UNDEFINED_OBJECT	/* 42704 */

#endif							/* ACCORD_SUPPORT_ERRORS_H */
