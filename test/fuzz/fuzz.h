/*
 * fuzz.h
 *	  What the fuzz targets share.
 *
 * A target is a file with LLVMFuzzerTestOneInput(), which libFuzzer calls with
 * input of its own making, and replay.c with the files it is given.  Memory
 * errors are the sanitizers' to find; what a target knows to be true of every
 * input it says by FUZZ_CHECK().
 */
#ifndef ACCORD_FUZZ_H
#define ACCORD_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program where something does not hold; libFuzzer keeps the input. */
#define FUZZ_CHECK(condition) \
	do { \
		if (!(condition)) \
		{ \
			fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition); \
			abort(); \
		} \
	} while (0)

/* Part of an input in a buffer of its own, so that its end is guarded. */
typedef struct FuzzText
{
	char	   *data;			/* malloc'd, without a terminating NUL */
	size_t		len;
} FuzzText;

static inline FuzzText
fuzz_text(const uint8_t *data, size_t len)
{
	FuzzText text = {malloc(len > 0 ? len : 1), len};

	FUZZ_CHECK(text.data != NULL);
	if (len > 0)
		memcpy(text.data, data, len);
	return text;
}

/* The first line of an input, and what follows it. */
static inline void
fuzz_split(const uint8_t *data, size_t size, FuzzText *first, FuzzText *rest)
{
	const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
	size_t		len = end ? (size_t) (end - data) : size;

	*first = fuzz_text(data, len);
	*rest = end ? fuzz_text(end + 1, size - len - 1) : fuzz_text(data, 0);
}

#endif							/* ACCORD_FUZZ_H */
