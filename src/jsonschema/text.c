/*
 * text.c
 *	  Text in the server encoding, seen as Unicode.
 *
 * In a UTF8 database a value is valid UTF-8 and taken as it is.  A SQL_ASCII
 * database holds any bytes: they count as UTF-8 if they are, and nothing here
 * relies on it.
 */
#include "postgres.h"

#include "mb/pg_wchar.h"

#include "jsonschema/text.h"

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

bool
accord_text_utf8(const char *s, uint32 len, AccordText *utf8)
{
	utf8->data = s;
	utf8->len = len;
	if (GetDatabaseEncoding() == PG_UTF8 || is_ascii(s, len))
		return true;
	if (GetDatabaseEncoding() == PG_SQL_ASCII)
		return pg_verify_mbstr(PG_UTF8, s, len, true);
	utf8->data = pg_server_to_any(s, len, PG_UTF8);
	utf8->len = strlen(utf8->data);
	return true;
}

uint32
accord_text_clip(const char *s, uint32 len, uint32 limit)
{
	return len <= limit ? len : (uint32) pg_mbcliplen(s, len, limit);
}
