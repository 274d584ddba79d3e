/*
 * kek.h
 *	  The key-encryption key (KEK): where it comes from.
 *
 * Data keys are wrapped under it.  It stands in a file on the server or comes
 * from a command, and the settings that name those count in postgresql.conf
 * alone.  There can be a previous one, from when a new one was set until
 * rotate_kek() was called: it unwraps, and wraps nothing.
 */
#ifndef ACCORD_MASK_KEK_H
#define ACCORD_MASK_KEK_H

#include "postgres.h"

#include "mask/crypto.h"

#define ACCORD_KEK_ID_BYTES 8
#define ACCORD_KEK_DIGITS 64	/* hexadecimal, of a KEK as text */

/* room for a KEK as text with an end of line, and for one byte too many */
#define ACCORD_KEK_TEXT (ACCORD_KEK_DIGITS + 3)

/*
 * What is derived of a KEK.  Short-lived, on the stack: whoever holds one
 * wipes it, and raises no error in between.
 */
typedef struct AccordKek
{
	uint8		wrap[ACCORD_KEY_BYTES]; /* wraps data keys */
	uint8		id[ACCORD_KEK_ID_BYTES];	/* tells KEKs apart, and says
											 * nothing else of them */
} AccordKek;

/* The settings. */
extern void accord_kek_init(void);

/*
 * The KEK that new keys are wrapped under; an error if there is none.  As it
 * is now: a command runs for it, once in a statement.
 */
extern void accord_kek_in_force(AccordKek *kek);

/* The previous one, as it is now; false if none is configured. */
extern bool accord_kek_previous(AccordKek *kek);

/*
 * To unwrap with: the KEK of that id, be it the previous one.  If neither has it: false, and
 * the id of the one in force alone.  An error if none is in force.
 */
extern bool accord_kek_of(const uint8 id[ACCORD_KEK_ID_BYTES], AccordKek *kek);

/*
 * KEK as text: the first bytes of the file or of the command's output, at
 * most ACCORD_KEK_TEXT, and how many.  An error names the setting, never what
 * was read.
 */
extern size_t accord_kek_read_file(const char *setting, const char *path, char line[ACCORD_KEK_TEXT]);
extern size_t accord_kek_run_command(const char *setting, const char *command, int timeout_ms,
									 char line[ACCORD_KEK_TEXT]);

/* id in digits, allocated */
extern char *accord_kek_id_text(const uint8 id[ACCORD_KEK_ID_BYTES]);

#endif							/* ACCORD_MASK_KEK_H */
