/*
 * token.c
 *	  Tokens: HMAC-SHA-256 of the canonical form of a value.
 *
 *		token = HMAC(subkey of the domain, form | domain | value)
 *
 * where form is a byte and the others are UTF-8 with their lengths before them
 * (docs/tokens.md).  No type is in there: 42 as bigint and '42' as text are
 * the same person.
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/uuid.h"

#include "mask/normal.h"
#include "mask/token.h"
#include "support/compat.h"

/* values up to here are normalised without asking for memory */
#define ROOM 512

/* longest value that is not text: a uuid */
#define SCALAR_BYTES 36

static const char hex[] = "0123456789abcdef";

bool
accord_token_input(Oid type, AccordTokenInput *input)
{
	static const struct
	{
		Oid			type;
		AccordTokenInput input;
	}			known[] = {
		{TEXTOID, ACCORD_TOKEN_TEXT}, {VARCHAROID, ACCORD_TOKEN_TEXT}, {BPCHAROID, ACCORD_TOKEN_BPCHAR},
		{INT2OID, ACCORD_TOKEN_INT2}, {INT4OID, ACCORD_TOKEN_INT4}, {INT8OID, ACCORD_TOKEN_INT8},
		{UUIDOID, ACCORD_TOKEN_UUID}
	};
	Oid			base = getBaseType(type);

	for (int i = 0; i < (int) lengthof(known); i++)
		if (known[i].type == base)
		{
			*input = known[i].input;
			return true;
		}
	return false;
}

static size_t
write_uuid(const unsigned char *uuid, char *out)
{
	char	   *next = out;

	for (int i = 0; i < UUID_LEN; i++)
	{
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*next++ = '-';
		*next++ = hex[uuid[i] >> 4];
		*next++ = hex[uuid[i] & 0xF];
	}
	return next - out;
}

/* The canonical text of a value that is not text. */
static size_t
write_scalar(AccordTokenInput input, Datum value, char *out)
{
	switch (input)
	{
		case ACCORD_TOKEN_INT2:
			return pg_lltoa(DatumGetInt16(value), out);
		case ACCORD_TOKEN_INT4:
			return pg_lltoa(DatumGetInt32(value), out);
		case ACCORD_TOKEN_INT8:
			return pg_lltoa(DatumGetInt64(value), out);
		default:
			Assert(input == ACCORD_TOKEN_UUID);
			return write_uuid(DatumGetUUIDP(value)->data, out);
	}
}

static void
compute_mac(const AccordSite *site, const AccordDataKey *key, const char *value, size_t len, uint8 *mac)
{
	if (!accord_token_mac(accord_keys_hmac(key, ACCORD_PURPOSE_TOKEN), site->prefix, site->prefix_len, value, len, mac))
		elog(ERROR, "could not compute an HMAC");
}

/* As above, of what the domain's normalisation leaves; false if that is nothing. */
static bool
compute_normalised(const AccordSite *site, const AccordDataKey *key, const char *value, size_t len, uint8 *mac)
{
	char		room[ROOM];
	char	   *normal = ACCORD_NORMAL_ROOM(len) <= sizeof(room) ? room
		: MemoryContextAllocHuge(CurrentMemoryContext, ACCORD_NORMAL_ROOM(len));

	len = accord_normal_apply(key->normalisation, value, len, normal);
	if (len > 0)
		compute_mac(site, key, normal, len, mac);
	if (normal != room)
		pfree(normal);
	return len > 0;
}

static bool
compute(const AccordSite *site, const AccordDataKey *key, const char *value, size_t len, uint8 *mac)
{
	if (key->normalisation != 0)
		return compute_normalised(site, key, value, len, mac);
	compute_mac(site, key, value, len, mac);
	return true;
}

static bool
compute_text(const AccordSite *site, const AccordDataKey *key, const text *value, bool blank_padded, uint8 *mac)
{
	const char *data = VARDATA_ANY(value);
	size_t		len = VARSIZE_ANY_EXHDR(value);
	AccordText	utf8;
	bool		some;

	/* as a cast to text leaves it */
	if (blank_padded)
		len = bpchartruelen(unconstify(char *, data), len);
	utf8 = accord_site_utf8(data, len);
	some = compute(site, key, utf8.data, utf8.len, mac);
	accord_text_free(&utf8, data);
	return some;
}

static text *
text_token(int32 version, const uint8 *mac)
{
	text	   *token = palloc(VARHDRSZ + ACCORD_TOKEN_TEXT_BYTES);

	SET_VARSIZE(token, VARHDRSZ + accord_token_write_text(version, mac, VARDATA(token)));
	return token;
}

static pg_uuid_t *
uuid_token(int32 version, const uint8 *mac)
{
	pg_uuid_t  *token;

	if (version > ACCORD_TOKEN_UUID_VERSION_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a token of type uuid has no room for key version %d", version),
				 errdetail("The highest is %d.", ACCORD_TOKEN_UUID_VERSION_MAX),
				 errhint("Use tokens of type text.")));
	token = palloc(sizeof(pg_uuid_t));
	accord_token_write_uuid(version, mac, token->data);
	return token;
}

bool
accord_token_make(AccordSite *site, const AccordDataKey *key, AccordTokenInput input, Datum value,
				  bool as_uuid, Datum *token)
{
	uint8		mac[ACCORD_MAC_BYTES];
	bool		some;

	if (input == ACCORD_TOKEN_TEXT || input == ACCORD_TOKEN_BPCHAR)
	{
		text	   *string = DatumGetTextPP(value);

		some = compute_text(site, key, string, input == ACCORD_TOKEN_BPCHAR, mac);
		if ((Pointer) string != DatumGetPointer(value))
			pfree(string);
	}
	else
	{
		char		scalar[SCALAR_BYTES];

		some = compute(site, key, scalar, write_scalar(input, value, scalar), mac);
	}
	if (some)
		*token = as_uuid ? UUIDPGetDatum(uuid_token(key->version, mac)) : PointerGetDatum(text_token(key->version, mac));
	return some;
}
