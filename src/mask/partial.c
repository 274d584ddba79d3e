/*
 * partial.c
 *	  mask_partial: the first and last characters of a text, a mask between.
 *
 * How many characters are left out is not to be seen.  Of a short text
 * nothing is shown: as many must be hidden as either end shows, and blanks and
 * what cannot be seen hide nothing, as in a text that is padded.
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"

#include "support/compat.h"
#include "support/text.h"

#include "mask/apply.h"
#include "mask/grapheme.h"

#define HIDDEN_CHARACTER '*'

/* What of a text in UTF-8 is shown: up to here, and from there on. */
typedef struct Ends
{
	uint32		first;
	uint32		last;
} Ends;

/* The bytes of so many characters, of all at most; counts them. */
static uint32
skip(const char *s, uint32 len, int64 count, int64 *skipped)
{
	uint32		at = 0;

	for (*skipped = 0; at < len && *skipped < count; (*skipped)++)
	{
		CHECK_FOR_INTERRUPTS();
		at += accord_grapheme_next(s + at, len - at);
	}
	return at;
}

/* Each byte is a character, but for a line end of two? */
static bool
is_plain(const char *s, uint32 len)
{
	return accord_grapheme_is_ascii(s, len) && memchr(s, '\r', len) == NULL;
}

/* Does a reader miss so many characters where the mask stands? */
static bool
hides(const char *s, uint32 from, uint32 to, int64 hidden)
{
	int64		missed = 0;

	for (uint32 at = from; at < to && missed < hidden;)
	{
		uint32		size = accord_grapheme_next(s + at, to - at);

		CHECK_FOR_INTERRUPTS();
		missed += accord_grapheme_is_missed(s + at, size);
		at += size;
	}
	return missed == hidden;
}

static Ends
find_ends(const char *s, uint32 len, int64 first, int64 last)
{
	int64		hidden = Max(Max(first, last), 1);
	Ends		ends = {0, len};
	int64		head;
	int64		rest;
	uint32		at;
	uint32		end;

	/* a character has a byte at least */
	if (first + last + hidden > len)
		return ends;
	if (is_plain(s, len))
	{
		at = first;
		end = len - last;
	}
	else
	{
		at = skip(s, len, first, &head);
		(void) skip(s + at, len - at, PG_INT64_MAX, &rest);
		if (head < first || rest < last + hidden)
			return ends;
		end = at + skip(s + at, len - at, rest - last, &rest);
	}
	if (hides(s, at, end, hidden))
	{
		ends.first = at;
		ends.last = end;
	}
	return ends;
}

/* Copies characters, each that is invisible as a star; returns the end. */
static char *
show(char *out, const char *s, uint32 len)
{
	for (uint32 at = 0; at < len;)
	{
		uint32		size = accord_grapheme_next(s + at, len - at);

		if (accord_grapheme_is_visible(s + at, size))
			out = accord_mask_append(out, s + at, size);
		else
			*out++ = HIDDEN_CHARACTER;
		at += size;
	}
	return out;
}

/* All in UTF-8. */
static text *
mask_between(const AccordText *value, Ends ends, const AccordText *mask)
{
	text	   *result = palloc(VARHDRSZ + (Size) ends.first + mask->len + (value->len - ends.last));
	char	   *end = VARDATA(result);

	end = show(end, value->data, ends.first);
	end = accord_mask_append(end, mask->data, mask->len);
	end = show(end, value->data + ends.last, value->len - ends.last);
	SET_VARSIZE(result, end - (char *) result);
	return result;
}

static text *
mask_partial(text *value, int32 first, text *mask, int32 last)
{
	AccordText	value_utf8;
	AccordText	mask_utf8;
	text	   *result;

	if (!accord_text_utf8(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value), &value_utf8))
		return mask;
	if (!accord_text_utf8(VARDATA_ANY(mask), VARSIZE_ANY_EXHDR(mask), &mask_utf8))
	{
		mask_utf8.data = ACCORD_MASK_WHOLE;
		mask_utf8.len = strlen(ACCORD_MASK_WHOLE);
	}
	result = mask_between(&value_utf8, find_ends(value_utf8.data, value_utf8.len, first, last), &mask_utf8);
	if (value_utf8.data == VARDATA_ANY(value) && mask_utf8.data == VARDATA_ANY(mask))
		return result;
	return accord_mask_in_server_encoding(VARDATA(result), VARSIZE(result) - VARHDRSZ);
}

PG_FUNCTION_INFO_V1(accord_mask_partial);
Datum
accord_mask_partial(PG_FUNCTION_ARGS)
{
	int32		first = PG_GETARG_INT32(1);
	int32		last = PG_GETARG_INT32(3);

	if (first < 0 || last < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number of characters to show must not be negative"),
				 errhint("0 shows none at that end.")));
	PG_RETURN_TEXT_P(mask_partial(PG_GETARG_TEXT_PP(0), first, PG_GETARG_TEXT_PP(2), last));
}
