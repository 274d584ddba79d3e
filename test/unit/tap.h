/*
 * tap.h
 *	  What the unit tests share: TAP output, and text whose end is guarded.
 */
#ifndef ACCORD_TEST_TAP_H
#define ACCORD_TEST_TAP_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int	tap_count = 0;
static int	tap_failed = 0;

/* Begins a test line; the caller prints its name and a newline. */
static void
tap_result(bool passed)
{
	tap_count++;
	if (!passed)
		tap_failed++;
	printf("%sok %d - ", passed ? "" : "not ", tap_count);
}

/* Prints text of any bytes on one line. */
static inline void
tap_print_text(const char *s, size_t len)
{
	putchar('"');
	for (size_t i = 0; i < len && i < 60; i++)
	{
		unsigned char c = (unsigned char) s[i];

		/* TAP takes '#' for the start of a directive */
		if (c < ' ' || c > '~' || c == '#' || c == '\\')
			printf("\\x%02X", c);
		else
			putchar(c);
	}
	printf(len > 60 ? "\"... (%zu bytes)" : "\"", len);
}

/*
 * A copy in a buffer of its own without a terminating NUL, so that a sanitizer
 * sees the first byte read behind it.  To be freed.
 */
static inline char *
tap_exact_copy(const char *s, size_t len)
{
	char	   *copy = malloc(len > 0 ? len : 1);

	if (copy == NULL)
		abort();
	if (len == 0)
		return copy;
	memcpy(copy, s, len);
	return copy;
}

/* Prints the plan; returns the exit status. */
static int
tap_done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed == 0 && tap_count > 0 ? 0 : 1;
}

#endif							/* ACCORD_TEST_TAP_H */
