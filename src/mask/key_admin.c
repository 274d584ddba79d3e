/*
 * key_admin.c
 *	  Making, rotating and destroying data keys; who may use a domain.
 *
 * Keys are written as accord's owner, one statement at a time.  Whoever
 * changes the keys of a domain locks its row first, so that two rotations
 * make two versions.  What was said of a key has to outlast a crash, so the
 * commit waits for the disk, whatever synchronous_commit says.  Nothing here sees a key but new_key(): the statements
 * carry it wrapped.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "mask/key.h"
#include "support/compat.h"
#include "support/errors.h"
#include "support/owner.h"
#include "support/text.h"

#define MAX_PARAMETERS 6

/* the parameters of a statement, in their order */
typedef struct Values
{
	int			n;
	Oid			types[MAX_PARAMETERS];
	Datum		values[MAX_PARAMETERS];
	char		nulls[MAX_PARAMETERS + 1];
} Values;

static void
add_value(Values *values, Oid type, Datum value)
{
	Assert(values->n < MAX_PARAMETERS);
	values->types[values->n] = type;
	values->values[values->n] = value;
	values->nulls[values->n++] = ' ';
}

static void
add_text(Values *values, const char *value)
{
	add_value(values, TEXTOID, CStringGetTextDatum(value));
}

static void
add_bytes(Values *values, const uint8 *bytes, int len)
{
	add_value(values, BYTEAOID, PointerGetDatum(cstring_to_text_with_len((const char *) bytes, len)));
}

static uint64
execute(const char *sql, Values *values, int expected)
{
	accord_owner_execute(sql, values->n, values->types, values->values, values->nulls, expected);
	return SPI_processed;
}

static const char *
user_name(void)
{
	return GetUserNameFromId(GetUserId(), false);
}

/* An argument that has to be there, in the length of a name. */
static char *
name_argument(FunctionCallInfo fcinfo, int number, const char *what, int max_bytes)
{
	char	   *name;

	if (PG_ARGISNULL(number))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be NULL", what)));
	name = text_to_cstring(PG_GETARG_TEXT_PP(number));
	if (name[0] == '\0' || strlen(name) > (size_t) max_bytes)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must have 1 to %d bytes", what, max_bytes)));
	return name;
}

/* One that is a name in a database of another encoding as well. */
static char *
portable_argument(FunctionCallInfo fcinfo, int number, const char *what, int max_bytes)
{
	char	   *name = name_argument(fcinfo, number, what, max_bytes);
	AccordText	utf8;

	if (!accord_text_utf8(name, strlen(name), &utf8))
		ereport(ERROR,
				(errcode(ERRCODE_UNTRANSLATABLE_CHARACTER),
				 errmsg("%s has a character without an equivalent in UTF-8", what)));
	if (utf8.len > (uint32) max_bytes)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must have 1 to %d bytes in UTF-8", what, max_bytes)));
	accord_text_free(&utf8, name);
	return name;
}

static char *
domain_argument(FunctionCallInfo fcinfo)
{
	return portable_argument(fcinfo, 0, "name of a domain", ACCORD_DOMAIN_BYTES);
}

/* "" where none is given */
static char *
subject_argument(FunctionCallInfo fcinfo, int number)
{
	if (PG_ARGISNULL(number))
		return "";
	return portable_argument(fcinfo, number, "subject", ACCORD_SUBJECT_BYTES);
}

/* ACCORD_KEY_CURRENT where none is given, which is no version that could be */
static int32
version_argument(FunctionCallInfo fcinfo, int number)
{
	if (PG_ARGISNULL(number))
		return ACCORD_KEY_CURRENT;
	if (PG_GETARG_INT32(number) < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("version of a key must be 1 or more")));
	return PG_GETARG_INT32(number);
}

/* SELECT FROM accord.domain WHERE domain = <domain> FOR NO KEY UPDATE */
static void
lock_domain(const char *domain)
{
	Values		values = {0};

	add_text(&values, domain);
	if (execute("SELECT FROM accord.domain WHERE domain OPERATOR(pg_catalog.=) $1 FOR NO KEY UPDATE",
				&values, SPI_OK_SELECT) == 0)
		accord_key_refuse_domain(domain);
}

/* A random key, wrapped under the key-encryption key in force. */
static void
new_key(const AccordKeyName *name, AccordKeyRow *row)
{
	AccordKeyPlace place;
	AccordKek	kek;
	uint8		key[ACCORD_KEY_BYTES];
	bool		done = accord_key_place(name, &place);

	accord_kek_in_force(&kek);
	done = done && accord_random(key, sizeof(key)) && accord_key_wrap(&kek, &place, key, row->wrapped);
	accord_wipe(key, sizeof(key));
	accord_wipe(kek.wrap, sizeof(kek.wrap));
	if (!done)
		elog(ERROR, "OpenSSL failed to make a key");
	memcpy(row->kek_id, kek.id, sizeof(row->kek_id));
}

/*
 * INSERT INTO accord.data_key (domain, subject, version, kek_id, wrapped, created_by)
 *   VALUES ($1 ... $6)
 */
static int32
insert_key(const char *domain, const char *subject, int32 version)
{
	AccordKeyName name = {domain, subject, version};
	AccordKeyRow row;
	Values		values = {0};

	/* from asking for the KEK until the key is there no rotate_kek() runs */
	(void) execute("LOCK TABLE accord.data_key IN ROW EXCLUSIVE MODE", &values, SPI_OK_UTILITY);
	new_key(&name, &row);
	add_text(&values, domain);
	add_text(&values, subject);
	add_value(&values, INT4OID, Int32GetDatum(version));
	add_bytes(&values, row.kek_id, sizeof(row.kek_id));
	add_bytes(&values, row.wrapped, sizeof(row.wrapped));
	add_text(&values, user_name());
	ForceSyncCommit();
	(void) execute("INSERT INTO accord.data_key (domain, subject, version, kek_id, wrapped, created_by) "
				   "VALUES ($1, $2, $3, $4, $5, $6)", &values, SPI_OK_INSERT);
	return version;
}

/* INSERT INTO accord.domain (domain, normalise, created_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING */
static void
insert_domain(const char *domain, Datum normalise)
{
	Values		values = {0};

	add_text(&values, domain);
	add_value(&values, TEXTARRAYOID, normalise);
	add_text(&values, user_name());
	if (execute("INSERT INTO accord.domain (domain, normalise, created_by) VALUES ($1, $2, $3) "
				"ON CONFLICT (domain) DO NOTHING", &values, SPI_OK_INSERT) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_OBJECT),
				 errmsg("domain \"%s\" exists already", domain),
				 errhint("accord.rotate_key() makes a new version of its key.")));
}

static void
check_normalise(Datum normalise)
{
	const char *unknown = accord_key_table_unknown_normalisation(normalise);

	if (unknown != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown normalisation \"%s\"", unknown),
				 errhint("It is a list of trim, lower and digits.")));
}

/* The first key of a subject. */
static int32
create_subject_key(const char *domain, const char *subject)
{
	AccordKeyRow row;

	lock_domain(domain);
	if (accord_key_table_find(domain, subject, ACCORD_KEY_CURRENT, &row))
		ereport(ERROR,
				(errcode(ERRCODE_DUPLICATE_OBJECT),
				 errmsg("the subject has a key in domain \"%s\" already", domain),
				 row.destroyed ? errdetail("It was destroyed.") : 0,
				 errhint("accord.rotate_key() makes a new version of it.")));
	return insert_key(domain, subject, 1);
}

PG_FUNCTION_INFO_V1(accord_create_key);

Datum
accord_create_key(PG_FUNCTION_ARGS)
{
	char	   *domain = domain_argument(fcinfo);
	char	   *subject = subject_argument(fcinfo, 1);
	Datum		normalise = PG_ARGISNULL(2) ? PointerGetDatum(construct_empty_array(TEXTOID)) : PG_GETARG_DATUM(2);
	int32		version;

	check_normalise(normalise);
	SPI_connect();
	if (subject[0] == '\0')
	{
		insert_domain(domain, normalise);
		version = insert_key(domain, subject, 1);
	}
	else if (ArrayGetNItems(ARR_NDIM(DatumGetArrayTypeP(normalise)), ARR_DIMS(DatumGetArrayTypeP(normalise))) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a subject has the normalisation of its domain"),
				 errhint("Leave normalise out.")));
	else
		version = create_subject_key(domain, subject);
	SPI_finish();
	PG_RETURN_INT32(version);
}

PG_FUNCTION_INFO_V1(accord_rotate_key);

Datum
accord_rotate_key(PG_FUNCTION_ARGS)
{
	char	   *domain = domain_argument(fcinfo);
	char	   *subject = subject_argument(fcinfo, 1);
	AccordKeyRow row;
	int32		version;

	SPI_connect();
	lock_domain(domain);
	if (accord_key_table_find(domain, subject, ACCORD_KEY_CURRENT, &row))
		version = insert_key(domain, subject, row.version + 1);
	else if (subject[0] == '\0')
		version = insert_key(domain, subject, 1);
	else
		ereport(ERROR,
				(errcode(ACCORD_ERRCODE_NO_KEY),
				 errmsg("the subject has no key in domain \"%s\"", domain),
				 errhint("accord.create_key() makes one.")));
	SPI_finish();
	PG_RETURN_INT32(version);
}

/*
 * UPDATE accord.data_key SET wrapped = NULL, destroyed_at = <now>, destroyed_by = $3
 *   WHERE domain = $1 AND subject = $2 AND wrapped IS NOT NULL [AND version = $4]
 */
static uint64
destroy(const char *domain, const char *subject, bool all, int32 version)
{
	static const char update[] =
		"UPDATE accord.data_key SET wrapped = NULL, destroyed_at = pg_catalog.now(), destroyed_by = $3 "
		"WHERE domain OPERATOR(pg_catalog.=) $1 AND subject OPERATOR(pg_catalog.=) $2 AND wrapped IS NOT NULL";
	Values		values = {0};

	add_text(&values, domain);
	add_text(&values, subject);
	add_text(&values, user_name());
	if (all)
		return execute(update, &values, SPI_OK_UPDATE);
	add_value(&values, INT4OID, Int32GetDatum(version));
	return execute(psprintf("%s AND version OPERATOR(pg_catalog.=) $4", update), &values, SPI_OK_UPDATE);
}

PG_FUNCTION_INFO_V1(accord_destroy_key);

Datum
accord_destroy_key(PG_FUNCTION_ARGS)
{
	char	   *domain = domain_argument(fcinfo);
	bool		all = PG_ARGISNULL(1);
	int32		version = version_argument(fcinfo, 1);
	char	   *subject = subject_argument(fcinfo, 2);
	AccordKeyRow row;
	uint64		destroyed;

	if (IsolationUsesXactSnapshot())
		ereport(ERROR,
				(errcode(ERRCODE_ACTIVE_SQL_TRANSACTION),
				 errmsg("destroy_key must run in a transaction with isolation level READ COMMITTED"),
				 errdetail("Others would leave out versions that were made since the transaction began.")));
	SPI_connect();
	lock_domain(domain);
	ForceSyncCommit();
	destroyed = destroy(domain, subject, all, version);
	/* says whether it never was, or is destroyed already */
	if (destroyed == 0)
		accord_keys_read(domain, subject, version, &row);
	SPI_finish();
	accord_keys_drop();
	PG_RETURN_INT64((int64) destroyed);
}

static void
check_privilege(const char *privilege)
{
	if (strcmp(privilege, "token") != 0 && strcmp(privilege, "decrypt") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown privilege \"%s\"", privilege),
				 errhint("It is token, for what goes in, or decrypt, for what comes out again.")));
}

static Values
grant_arguments(FunctionCallInfo fcinfo)
{
	Values		values = {0};
	char	   *domain = domain_argument(fcinfo);
	char	   *role = name_argument(fcinfo, 1, "name of a role", NAMEDATALEN - 1);
	char	   *privilege = name_argument(fcinfo, 2, "privilege", NAMEDATALEN - 1);
	int			normalisation;

	check_privilege(privilege);
	if (!accord_key_table_domain(domain, &normalisation))
		accord_key_refuse_domain(domain);
	add_text(&values, domain);
	add_text(&values, privilege);
	add_text(&values, role);
	return values;
}

/*
 * INSERT INTO accord.domain_grant (domain, privilege, role, granted_by) VALUES ($1, $2, $3, $4)
 *   ON CONFLICT DO NOTHING
 */
PG_FUNCTION_INFO_V1(accord_grant_domain);

Datum
accord_grant_domain(PG_FUNCTION_ARGS)
{
	Values		values = grant_arguments(fcinfo);
	char	   *role = text_to_cstring(PG_GETARG_TEXT_PP(1));

	if (strcmp(role, "public") != 0)
		(void) get_role_oid(role, false);
	add_text(&values, user_name());
	SPI_connect();
	(void) execute("INSERT INTO accord.domain_grant (domain, privilege, role, granted_by) VALUES ($1, $2, $3, $4) "
				   "ON CONFLICT (domain, privilege, role) DO NOTHING", &values, SPI_OK_INSERT);
	SPI_finish();
	PG_RETURN_VOID();
}

/* DELETE FROM accord.domain_grant WHERE domain = $1 AND privilege = $2 AND role = $3 */
PG_FUNCTION_INFO_V1(accord_revoke_domain);

Datum
accord_revoke_domain(PG_FUNCTION_ARGS)
{
	Values		values = grant_arguments(fcinfo);
	uint64		revoked;

	ForceSyncCommit();
	SPI_connect();
	revoked = execute("DELETE FROM accord.domain_grant WHERE domain OPERATOR(pg_catalog.=) $1 "
					  "AND privilege OPERATOR(pg_catalog.=) $2 AND role OPERATOR(pg_catalog.=) $3",
					  &values, SPI_OK_DELETE);
	SPI_finish();
	if (revoked == 0)
		ereport(WARNING,
				(errcode(ERRCODE_WARNING_PRIVILEGE_NOT_REVOKED),
				 errmsg("role \"%s\" was not given \"%s\" on domain \"%s\" by itself",
						text_to_cstring(PG_GETARG_TEXT_PP(1)), text_to_cstring(PG_GETARG_TEXT_PP(2)),
						text_to_cstring(PG_GETARG_TEXT_PP(0)))));
	PG_RETURN_VOID();
}

/* The right that a name means. */
static AccordKeyRight
right_argument(FunctionCallInfo fcinfo, int number)
{
	char	   *privilege = name_argument(fcinfo, number, "privilege", NAMEDATALEN - 1);

	check_privilege(privilege);
	return strcmp(privilege, "token") == 0 ? ACCORD_RIGHT_TOKEN : ACCORD_RIGHT_DECRYPT;
}

PG_FUNCTION_INFO_V1(accord_check_key);

Datum
accord_check_key(PG_FUNCTION_ARGS)
{
	AccordKeyRequest request = {
		.domain = domain_argument(fcinfo),
		.right = right_argument(fcinfo, 1),
		.version = version_argument(fcinfo, 2),
		.subject = subject_argument(fcinfo, 3),
		.role = GetUserId()
	};

	PG_RETURN_INT32(accord_keys_find(&request)->version);
}
