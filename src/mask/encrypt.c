/*
 * encrypt.c
 *	  encrypt, decrypt: the SQL functions.
 *
 * Where a value belongs, its place, is the domain, the context and the subject
 * that the caller names: none of it is in the ciphertext, all of it is
 * authenticated with it.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/builtins.h"

#include "mask/derived.h"
#include "mask/disclosure.h"
#include "mask/site.h"
#include "support/compat.h"

/* in place of the length of a name that is not given */
#define NO_NAME PG_UINT32_MAX

enum
{
	ARG_VALUE,
	ARG_DOMAIN,
	ARG_CONTEXT,
	ARG_SUBJECT
};

static text *
optional_text(FunctionCallInfo fcinfo, int number)
{
	return PG_ARGISNULL(number) ? NULL : PG_GETARG_TEXT_PP(number);
}

/* The site, with the names of this call. */
static AccordSite *
name_site(FunctionCallInfo fcinfo)
{
	AccordSite *site = accord_site_of(fcinfo);

	if (PG_ARGISNULL(ARG_DOMAIN))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("argument \"%s\" must not be NULL", "domain")));
	accord_site_name(site, PG_GETARG_TEXT_PP(ARG_DOMAIN), optional_text(fcinfo, ARG_SUBJECT));
	return site;
}

static size_t
name_room(const text *name)
{
	return sizeof(uint32) + (name == NULL ? 0 : (size_t) VARSIZE_ANY_EXHDR(name) * MAX_CONVERSION_GROWTH);
}

/* Its length, and the name in UTF-8. */
static uint8 *
put_name(uint8 *out, const text *name)
{
	AccordText	utf8;

	if (name == NULL)
		return accord_put_uint32(out, NO_NAME);
	utf8 = accord_site_utf8(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	out = accord_put_uint32(out, utf8.len);
	memcpy(out, utf8.data, utf8.len);
	accord_text_free(&utf8, VARDATA_ANY(name));
	return out + utf8.len;
}

static AccordPlace
make_place(FunctionCallInfo fcinfo)
{
	text	   *names[] = {
		optional_text(fcinfo, ARG_DOMAIN),
		optional_text(fcinfo, ARG_CONTEXT),
		optional_text(fcinfo, ARG_SUBJECT)
	};
	size_t		room = ACCORD_SEALED_HEADER;
	AccordPlace place;
	uint8	   *next;

	for (int i = 0; i < (int) lengthof(names); i++)
		room += name_room(names[i]);
	place.bytes = palloc(room);
	next = place.bytes + ACCORD_SEALED_HEADER;
	for (int i = 0; i < (int) lengthof(names); i++)
		next = put_name(next, names[i]);
	place.len = next - place.bytes;
	return place;
}

static bytea *
seal(FunctionCallInfo fcinfo, AccordSealedKind kind, const char *plain, size_t len)
{
	AccordSite *site = name_site(fcinfo);
	const AccordDataKey *key = accord_site_key(site, ACCORD_RIGHT_TOKEN, ACCORD_KEY_CURRENT, GetUserId());
	AccordSealed what = {.kind = kind,.version = key->version,.len = len};
	AccordPlace place = make_place(fcinfo);
	size_t		size = ACCORD_SEALED_BYTES(len);
	bytea	   *sealed;

	if (size > MaxAllocSize - VARHDRSZ)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a value of %zu bytes is too long to be encrypted", len)));
	sealed = palloc(VARHDRSZ + size);
	SET_VARSIZE(sealed, VARHDRSZ + size);
	if (!accord_seal(accord_sealer_of(key), &what, accord_sealer_nonce(), (const uint8 *) plain, &place,
					 (uint8 *) VARDATA(sealed)))
		elog(ERROR, "could not encrypt");
	return sealed;
}

PG_FUNCTION_INFO_V1(accord_encrypt_text);
Datum
accord_encrypt_text(PG_FUNCTION_ARGS)
{
	text	   *value;
	AccordText	utf8;

	if (PG_ARGISNULL(ARG_VALUE))
		PG_RETURN_NULL();
	value = PG_GETARG_TEXT_PP(ARG_VALUE);
	utf8 = accord_site_utf8(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
	PG_RETURN_BYTEA_P(seal(fcinfo, ACCORD_SEALED_TEXT, utf8.data, utf8.len));
}

PG_FUNCTION_INFO_V1(accord_encrypt_bytea);
Datum
accord_encrypt_bytea(PG_FUNCTION_ARGS)
{
	bytea	   *value;

	if (PG_ARGISNULL(ARG_VALUE))
		PG_RETURN_NULL();
	value = PG_GETARG_BYTEA_PP(ARG_VALUE);
	PG_RETURN_BYTEA_P(seal(fcinfo, ACCORD_SEALED_BYTES_OF_USER, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)));
}

static AccordSealed
read_sealed(const bytea *value)
{
	AccordSealed sealed;

	switch (accord_sealed_read((const uint8 *) VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value), &sealed))
	{
		case ACCORD_SEALED_UNKNOWN:
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("this is no value that encrypt() made"),
					 errdetail("Its first bytes are of no known form.")));
		case ACCORD_SEALED_CUT:
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
					 errmsg("the encrypted value was truncated"),
					 errdetail("It is not as long as it says itself.")));
		case ACCORD_SEALED_WHOLE:
			break;
	}
	return sealed;
}

/* Tells what is wrong, as far as that can be told. */
static void
check_opened(AccordOpened opened)
{
	switch (opened)
	{
		case ACCORD_OPENED:
			break;
		case ACCORD_OPENED_ELSEWHERE:
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("the encrypted value belongs elsewhere"),
					 errdetail("It was encrypted with another domain, context or subject, or its header was changed."),
					 errhint("Pass what encrypt() was given.")));
		case ACCORD_OPENED_CHANGED:
			ereport(ERROR,
					(errcode(ERRCODE_DATA_CORRUPTED),
					 errmsg("the encrypted value was changed"),
					 errdetail("Domain, context and subject are right, but its authentication tag does not fit.")));
		case ACCORD_OPENED_FAILED:
			elog(ERROR, "could not decrypt");
	}
}

/* The plaintext, as a varlena. */
static bytea *
open_sealed(FunctionCallInfo fcinfo, AccordSealedKind kind)
{
	AccordSealed sealed = read_sealed(PG_GETARG_BYTEA_PP(ARG_VALUE));
	AccordSite *site = name_site(fcinfo);
	const AccordDataKey *key = accord_site_key(site, ACCORD_RIGHT_DECRYPT, sealed.version, GetUserId());
	AccordDerived *derived = accord_opener_of(key, sealed.header + ACCORD_SEALED_SALT);
	AccordPlace place = make_place(fcinfo);
	AccordDisclosure *disclosure = accord_disclosure_open(site->domain);
	bytea	   *plain = palloc(VARHDRSZ + sealed.len);
	AccordOpened opened;

	SET_VARSIZE(plain, VARHDRSZ + sealed.len);
	disclosure->refused++;
	opened = accord_open(derived, &sealed, &place, (uint8 *) VARDATA(plain));
	check_opened(opened);
	if (sealed.kind != kind)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("the encrypted value is of type %s", kind == ACCORD_SEALED_TEXT ? "bytea" : "text"),
				 errhint("Use %s().", kind == ACCORD_SEALED_TEXT ? "decrypt_bytea" : "decrypt")));
	disclosure->refused--;
	disclosure->values++;
	return plain;
}

PG_FUNCTION_INFO_V1(accord_decrypt);
Datum
accord_decrypt(PG_FUNCTION_ARGS)
{
	bytea	   *utf8;
	AccordText	value;

	if (PG_ARGISNULL(ARG_VALUE))
		PG_RETURN_NULL();
	utf8 = open_sealed(fcinfo, ACCORD_SEALED_TEXT);
	if (!accord_text_server(VARDATA(utf8), VARSIZE(utf8) - VARHDRSZ, &value))
		ereport(ERROR,
				(errcode(ERRCODE_UNTRANSLATABLE_CHARACTER),
				 errmsg("the decrypted text has a character without an equivalent in encoding \"%s\"",
						GetDatabaseEncodingName())));
	if (value.data == VARDATA(utf8))
		PG_RETURN_TEXT_P(utf8);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(value.data, value.len));
}

PG_FUNCTION_INFO_V1(accord_decrypt_bytea);
Datum
accord_decrypt_bytea(PG_FUNCTION_ARGS)
{
	if (PG_ARGISNULL(ARG_VALUE))
		PG_RETURN_NULL();
	PG_RETURN_BYTEA_P(open_sealed(fcinfo, ACCORD_SEALED_BYTES_OF_USER));
}
