/*
 * text.c
 *	  Text in the server encoding, seen as Unicode.
 *
 * In a UTF8 database a value is valid UTF-8 and taken as it is.  A SQL_ASCII
 * database holds any bytes: they count as UTF-8 if they are, and nothing here
 * relies on it.
 */
#include "postgres.h"

#include "catalog/namespace.h"
#include "mb/pg_wchar.h"

#include "support/text.h"

static bool
is_ascii(const char *s, uint32 len)
{
	unsigned char seen = 0;

	for (uint32 i = 0; i < len; i++)
		seen |= (unsigned char) s[i];
	return seen < 0x80;
}

/* Every byte but a continuation byte begins a character. */
static uint32
count_utf8(const char *s, uint32 len)
{
	uint32		count = 0;

	for (uint32 i = 0; i < len; i++)
		count += (s[i] & 0xC0) != 0x80;
	return count;
}

uint32
accord_text_length(const char *s, uint32 len)
{
	switch (GetDatabaseEncoding())
	{
		case PG_UTF8:
			return count_utf8(s, len);
		case PG_SQL_ASCII:
			if (pg_verify_mbstr(PG_UTF8, s, len, true))
				return count_utf8(s, len);
			return len;
		default:
			if (pg_database_encoding_max_length() == 1)
				return len;
			return pg_mbstrlen_with_len(s, len);
	}
}

/*
 * Converts to a palloc'd copy.  No error is raised, since that would quote the
 * bytes that have no equivalent: false instead.
 */
static bool
convert(const char *s, uint32 len, int from, int to, AccordText *converted)
{
	Oid			proc = FindDefaultConversionProc(from, to);
	Size		room = (Size) len * MAX_CONVERSION_GROWTH + 1;
	unsigned char *out;

	if (!OidIsValid(proc))
		return false;
	out = MemoryContextAllocHuge(CurrentMemoryContext, room);
	if ((uint32) pg_do_encoding_conversion_buf(proc, from, to,
											   (unsigned char *) unconstify(char *, s), len,
											   out, (int) Min(room, PG_INT32_MAX),
											   true) < len)
	{
		pfree(out);
		return false;
	}
	converted->data = (const char *) out;
	converted->len = strlen((const char *) out);
	return true;
}

bool
accord_text_utf8(const char *s, uint32 len, AccordText *utf8)
{
	utf8->data = s;
	utf8->len = len;
	if (GetDatabaseEncoding() == PG_UTF8 || is_ascii(s, len))
		return true;
	if (GetDatabaseEncoding() == PG_SQL_ASCII)
		return pg_verify_mbstr(PG_UTF8, s, len, true);
	return convert(s, len, GetDatabaseEncoding(), PG_UTF8, utf8);
}

bool
accord_text_server(const char *utf8, uint32 len, AccordText *text)
{
	text	  ->data = utf8;
	text	  ->len = len;

	if (is_ascii(utf8, len))
		return true;
	if (!pg_verify_mbstr(PG_UTF8, utf8, len, true))
		return false;
	if (GetDatabaseEncoding() == PG_UTF8 || GetDatabaseEncoding() == PG_SQL_ASCII)
		return true;
	return convert(utf8, len, PG_UTF8, GetDatabaseEncoding(), text);
}

uint32
accord_text_clip(const char *s, uint32 len, uint32 limit)
{
	return len <= limit ? len : (uint32) pg_mbcliplen(s, len, limit);
}

void
accord_text_append(StringInfo out, const char *s, uint32 len, uint32 limit)
{
	uint32		shown = accord_text_clip(s, len, limit);

	for (uint32 i = 0; i < shown; i++)
	{
		if ((unsigned char) s[i] < ' ' || s[i] == 0x7F)
			appendStringInfo(out, "\\u%04x", (unsigned char) s[i]);
		else
			appendStringInfoChar(out, s[i]);
	}
	if (shown < len)
		appendStringInfoString(out, "...");
}
