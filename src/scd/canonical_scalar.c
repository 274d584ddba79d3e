/*
 * canonical_scalar.c
 *	  The canonical form of base types: one short function for a family, and
 *	  the table of the types that have one.
 */
#include "postgres.h"

#include <sys/socket.h>

#include "catalog/pg_type.h"
#include "utils/cash.h"
#include "utils/date.h"
#include "utils/inet.h"
#include "utils/timestamp.h"
#include "utils/uuid.h"
#include "utils/varbit.h"

#include "support/numeric.h"
#include "support/text.h"

#include "scd/canonical.h"
#include "scd/flat.h"

#define INET_FORM_IPV4 4
#define INET_FORM_IPV6 6

static void
encode_bool(AccordDigest *digest, Datum value, AccordType *type)
{
	accord_form_8(digest, type->tag, DatumGetBool(value) ? 1 : 0);
}

static void
encode_char(AccordDigest *digest, Datum value, AccordType *type)
{
	accord_form_8(digest, type->tag, (unsigned char) DatumGetChar(value));
}

static void
encode_int2(AccordDigest *digest, Datum value, AccordType *type)
{
	accord_form_64(digest, type->tag, (uint64) (int64) DatumGetInt16(value));
}

static void
encode_int4(AccordDigest *digest, Datum value, AccordType *type)
{
	accord_form_64(digest, type->tag, (uint64) (int64) DatumGetInt32(value));
}

/* bigint, and the others that are 64 bits with an equality to the bit */
static void
encode_64(AccordDigest *digest, Datum value, AccordType *type)
{
	accord_form_64(digest, type->tag, (uint64) DatumGetInt64(value));
}

static void
encode_32(AccordDigest *digest, Datum value, AccordType *type)
{
	accord_form_32(digest, type->tag, (uint32) DatumGetInt32(value));
}

static void
encode_float4(AccordDigest *digest, Datum value, AccordType *type)
{
	(void) type;
	accord_form_float4(digest, DatumGetFloat4(value));
}

static void
encode_float8(AccordDigest *digest, Datum value, AccordType *type)
{
	(void) type;
	accord_form_float8(digest, DatumGetFloat8(value));
}

void
accord_canonical_numeric(AccordDigest *digest, const char *numeric)
{
	uint16		header = accord_numeric_header(numeric);
	AccordNumber number;

	if (likely(!accord_numeric_is_special(header)))
	{
		accord_number_read(numeric, &number);
		accord_form_numeric(digest, number.negative, number.weight, number.digits, number.ndigits);
		return;
	}
	accord_form_8(digest, ACCORD_TAG_NUMERIC,
				  header == ACCORD_NUMERIC_INFINITY ? ACCORD_NUMERIC_FORM_INFINITY :
				  header == ACCORD_NUMERIC_MINUS_INFINITY ? ACCORD_NUMERIC_FORM_MINUS_INFINITY :
				  ACCORD_NUMERIC_FORM_NAN);
}

static void
encode_numeric(AccordDigest *digest, Datum value, AccordType *type)
{
	struct varlena *numeric = accord_flat_packed(value);

	(void) type;
	accord_canonical_numeric(digest, (const char *) numeric);
	accord_flat_free(numeric, value, NULL);
}

void
accord_canonical_text(AccordDigest *digest, AccordTag tag, const char *s, uint32 len,
					  bool converts)
{
	AccordText	utf8;

	if (likely(!converts))
	{
		accord_form_bytes(digest, tag, s, len);
		return;
	}
	if (!accord_text_utf8(s, len, &utf8))
		ereport(ERROR,
				(errcode(ERRCODE_UNTRANSLATABLE_CHARACTER),
				 errmsg("text has a character without an equivalent in UTF-8"),
				 errdetail("Hashes of rows are made of text in UTF-8.")));
	accord_form_bytes(digest, tag, utf8.data, utf8.len);
	accord_text_free(&utf8, s);
}

static void
encode_text(AccordDigest *digest, Datum value, AccordType *type)
{
	struct varlena *text = accord_flat_packed(value);

	accord_canonical_text(digest, type->tag, VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text),
						  type->converts);
	accord_flat_free(text, value, NULL);
}

static void
encode_bpchar(AccordDigest *digest, Datum value, AccordType *type)
{
	struct varlena *text = accord_flat_packed(value);
	const char *s = VARDATA_ANY(text);
	uint32		len = VARSIZE_ANY_EXHDR(text);

	while (len > 0 && s[len - 1] == ' ')
		len--;
	accord_canonical_text(digest, type->tag, s, len, type->converts);
	accord_flat_free(text, value, NULL);
}

/* name, and literals whose type nobody asked for */
static void
encode_cstring(AccordDigest *digest, Datum value, AccordType *type)
{
	const char *s = DatumGetCString(value);

	accord_canonical_text(digest, type->tag, s, strlen(s), type->converts);
}

static void
encode_bytea(AccordDigest *digest, Datum value, AccordType *type)
{
	struct varlena *bytes = accord_flat_packed(value);

	accord_form_bytes(digest, type->tag, VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
	accord_flat_free(bytes, value, NULL);
}

static void
encode_bits(AccordDigest *digest, Datum value, AccordType *type)
{
	AccordShort copy;
	VarBit	   *bits = accord_flat_aligned(value, &copy);

	accord_form_bits(digest, type->tag, VARBITS(bits), VARBITLEN(bits));
	accord_flat_free(bits, value, &copy);
}

static void
encode_uuid(AccordDigest *digest, Datum value, AccordType *type)
{
	accord_form_fixed(digest, type->tag, DatumGetPointer(value), UUID_LEN);
}

static void
encode_macaddr(AccordDigest *digest, Datum value, AccordType *type)
{
	accord_form_fixed(digest, type->tag, DatumGetPointer(value), sizeof(macaddr));
}

static void
encode_macaddr8(AccordDigest *digest, Datum value, AccordType *type)
{
	accord_form_fixed(digest, type->tag, DatumGetPointer(value), sizeof(macaddr8));
}

/* An address with all its bits: `=` compares those behind the mask too. */
static void
encode_inet(AccordDigest *digest, Datum value, AccordType *type)
{
	inet	   *address = (inet *) accord_flat_packed(value);

	accord_form_8(digest, type->tag,
				  ip_family(address) == PGSQL_AF_INET ? INET_FORM_IPV4 : INET_FORM_IPV6);
	accord_form_byte(digest, ip_bits(address));
	accord_digest_add(digest, ip_addr(address), ip_addrsize(address));
	accord_flat_free(address, value, NULL);
}

/* `=` compares the zone too. */
static void
encode_timetz(AccordDigest *digest, Datum value, AccordType *type)
{
	const TimeTzADT *time = DatumGetTimeTzADTP(value);

	accord_form_64(digest, type->tag, (uint64) time->time);
	accord_form_count(digest, (uint32) time->zone);
}

static void
encode_interval(AccordDigest *digest, Datum value, AccordType *type)
{
	const Interval *interval = DatumGetIntervalP(value);

	(void) type;
	accord_form_interval(digest, interval->month, interval->day, interval->time);
}

static const AccordScalar scalars[] = {
	{BOOLOID, ACCORD_TAG_BOOL, encode_bool},
	{INT2OID, ACCORD_TAG_INT, encode_int2},
	{INT4OID, ACCORD_TAG_INT, encode_int4},
	{INT8OID, ACCORD_TAG_INT, encode_64},
	{NUMERICOID, ACCORD_TAG_NUMERIC, encode_numeric},
	{FLOAT4OID, ACCORD_TAG_FLOAT4, encode_float4},
	{FLOAT8OID, ACCORD_TAG_FLOAT8, encode_float8},
	{MONEYOID, ACCORD_TAG_MONEY, encode_64},
	{TEXTOID, ACCORD_TAG_TEXT, encode_text},
	{VARCHAROID, ACCORD_TAG_TEXT, encode_text},
	{NAMEOID, ACCORD_TAG_TEXT, encode_cstring},
	{UNKNOWNOID, ACCORD_TAG_TEXT, encode_cstring},
	{BPCHAROID, ACCORD_TAG_BPCHAR, encode_bpchar},
	{CHAROID, ACCORD_TAG_CHAR, encode_char},
	{BYTEAOID, ACCORD_TAG_BYTEA, encode_bytea},
	{BITOID, ACCORD_TAG_BIT, encode_bits},
	{VARBITOID, ACCORD_TAG_VARBIT, encode_bits},
	{UUIDOID, ACCORD_TAG_UUID, encode_uuid},
	{DATEOID, ACCORD_TAG_DATE, encode_32},
	{TIMEOID, ACCORD_TAG_TIME, encode_64},
	{TIMETZOID, ACCORD_TAG_TIMETZ, encode_timetz},
	{TIMESTAMPOID, ACCORD_TAG_TIMESTAMP, encode_64},
	{TIMESTAMPTZOID, ACCORD_TAG_TIMESTAMPTZ, encode_64},
	{INTERVALOID, ACCORD_TAG_INTERVAL, encode_interval},
	{INETOID, ACCORD_TAG_INET, encode_inet},
	{CIDROID, ACCORD_TAG_CIDR, encode_inet},
	{MACADDROID, ACCORD_TAG_MACADDR, encode_macaddr},
	{MACADDR8OID, ACCORD_TAG_MACADDR8, encode_macaddr8},
	{OIDOID, ACCORD_TAG_OID, encode_32},
	{XID8OID, ACCORD_TAG_XID8, encode_64},
	{PG_LSNOID, ACCORD_TAG_PG_LSN, encode_64},
	{JSONBOID, ACCORD_TAG_JSONB, accord_canonical_jsonb},
};

const AccordScalar *
accord_canonical_scalar(Oid type)
{
	for (size_t i = 0; i < lengthof(scalars); i++)
		if (scalars[i].type == type)
			return &scalars[i];
	return NULL;
}
