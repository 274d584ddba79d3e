/*
 * key_cache.c
 *	  Unwrapped keys of this backend.
 *
 * They live in one fixed block (key_memory.h); OpenSSL's contexts, which lie
 * elsewhere, live no longer than the slot they belong to.  When the block is
 * full all of it is dropped: that is rare, and a wipe of everything needs no
 * bookkeeping that could go wrong.
 *
 * Any change of the tables of keys sends an invalidation of the table.  It can
 * arrive wherever a lock is taken, with a caller in the middle of using a key,
 * so it only makes the generation another one; what is stale is wiped when the
 * next key is asked for, or else at the end of the transaction.
 */
#include "postgres.h"

#include "access/xact.h"
#include "miscadmin.h"
#include "storage/sinval.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/syscache.h"

#include "mask/key.h"
#include "mask/key_memory.h"
#include "support/errors.h"

#define N_SLOTS 64
#define N_REMEMBERED 16
#define MAX_LISTENERS 8

typedef struct Slot
{
	AccordDataKey key;			/* first: a pointer to it is one to the slot */
	bool		newest;			/* of its domain and subject, as far as known */
	char		domain[ACCORD_DOMAIN_BYTES + 1];
	char		subject[ACCORD_SUBJECT_BYTES + 1];
	AccordHmac *hmac[ACCORD_KEY_PURPOSES];
	AccordGcm  *gcm[ACCORD_KEY_PURPOSES];
} Slot;

/* a right that was found */
typedef struct Remembered
{
	char		domain[ACCORD_DOMAIN_BYTES + 1];
	AccordKeyRight right;
	Oid			role;
} Remembered;

/* what a subkey is expanded with: never to be changed */
static const char *const purpose_labels[] = {
	[ACCORD_PURPOSE_TOKEN] = "accord data key: token",
	[ACCORD_PURPOSE_ENCRYPT] = "accord data key: encrypt",
	[ACCORD_PURPOSE_FPE] = "accord data key: fpe",
	[ACCORD_PURPOSE_NOISE] = "accord data key: noise",
};

uint64		accord_keys_generation = 1;

static Slot *slots = NULL;		/* N_SLOTS of them */
static int	n_used = 0;
static Remembered remembered[N_REMEMBERED];
static int	n_remembered = 0;
static bool stale = false;
static void (*listeners[MAX_LISTENERS]) (void);
static int	n_listeners = 0;

static void
wipe_slot(Slot *slot)
{
	for (int i = 0; i < ACCORD_KEY_PURPOSES; i++)
	{
		accord_hmac_free(slot->hmac[i]);
		accord_gcm_free(slot->gcm[i]);
	}
	accord_wipe(slot, sizeof(*slot));
}

void
accord_keys_drop(void)
{
	accord_keys_generation++;
	stale = false;
	n_remembered = 0;
	accord_key_table_forget();
	for (int i = 0; i < n_listeners; i++)
		listeners[i] ();
	while (n_used > 0)
		wipe_slot(&slots[--n_used]);
}

void
accord_keys_on_drop(void (*wipe) (void))
{
	if (n_listeners == MAX_LISTENERS)
		elog(ERROR, "too many listeners for dropped keys");
	listeners[n_listeners++] = wipe;
}

static void
mark_stale(void)
{
	stale = true;
	accord_keys_generation++;
}

static void
on_relation_change(Datum argument, Oid relid)
{
	(void) argument;
	if (!OidIsValid(relid) || accord_key_table_is(relid))
		mark_stale();
}

/* Roles and their members decide about rights, and pg_database_owner has one by the database. */
static void
on_role_change(Datum argument, int cache, uint32 hash)
{
	(void) argument;
	(void) cache;
	(void) hash;
	mark_stale();
}

static void
on_transaction_end(XactEvent event, void *argument)
{
	(void) argument;
	if (stale && (event == XACT_EVENT_COMMIT || event == XACT_EVENT_ABORT || event == XACT_EVENT_PREPARE))
		accord_keys_drop();
}

void
accord_keys_init(void)
{
	CacheRegisterRelcacheCallback(on_relation_change, (Datum) 0);
	CacheRegisterSyscacheCallback(AUTHOID, on_role_change, (Datum) 0);
	CacheRegisterSyscacheCallback(AUTHMEMROLEMEM, on_role_change, (Datum) 0);
	CacheRegisterSyscacheCallback(DATABASEOID, on_role_change, (Datum) 0);
	RegisterXactCallback(on_transaction_end, NULL);
}

static bool
is_remembered(const AccordKeyRequest *request)
{
	for (int i = 0; i < n_remembered; i++)
		if (remembered[i].role == request->role && remembered[i].right == request->right &&
			strcmp(remembered[i].domain, request->domain) == 0)
			return true;
	return false;
}

static void
check_right(const AccordKeyRequest *request)
{
	static const char *const names[] = {[ACCORD_RIGHT_TOKEN] = "token",[ACCORD_RIGHT_DECRYPT] = "decrypt"};
	int			normalisation;

	if (is_remembered(request))
		return;
	if (!accord_key_table_granted(request->domain, request->right, request->role))
	{
		if (!accord_key_table_domain(request->domain, &normalisation))
			accord_key_refuse_domain(request->domain);
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied for domain \"%s\"", request->domain),
				 errhint("An administrator gives it: accord.grant_domain(%s, %s, '%s')",
						 quote_literal_cstr(request->domain),
						 quote_literal_cstr(GetUserNameFromId(request->role, false)), names[request->right])));
	}
	if (n_remembered == N_REMEMBERED)
		n_remembered = 0;
	strlcpy(remembered[n_remembered].domain, request->domain, sizeof(remembered[0].domain));
	remembered[n_remembered].right = request->right;
	remembered[n_remembered++].role = request->role;
}

static Slot *
look_up(const char *domain, const char *subject, int32 version)
{
	for (int i = 0; i < n_used; i++)
	{
		Slot	   *slot = &slots[i];

		if ((version == ACCORD_KEY_CURRENT ? slot->newest : slot->key.version == version) &&
			strcmp(slot->domain, domain) == 0 && strcmp(slot->subject, subject) == 0)
			return slot;
	}
	return NULL;
}

/* Makes the subkeys.  Nothing else of the key is kept. */
static void
unwrap(const AccordKeyName *name, const AccordKeyRow *row, AccordDataKey *key)
{
	AccordKeyPlace place;
	AccordKek	kek;
	uint8		bytes[ACCORD_KEY_BYTES];
	bool		named = accord_key_place(name, &place);
	bool		known = accord_kek_of(row->kek_id, &kek);
	bool		done = named && known && accord_key_unwrap(&kek, &place, row->wrapped, bytes);

	accord_wipe(kek.wrap, sizeof(kek.wrap));
	for (int i = 0; done && i < ACCORD_KEY_PURPOSES; i++)
		done = accord_subkey(bytes, purpose_labels[i], key->subkey[i]);
	accord_wipe(bytes, sizeof(bytes));
	if (done)
		return;
	accord_wipe(key, sizeof(*key));
	if (!known)
		accord_key_refuse_kek(name, row, kek.id);
	accord_key_refuse_damaged(name);
}

static Slot *
load(const char *domain, const char *subject, int32 version)
{
	AccordKeyName name = {domain, subject, version};
	AccordKeyRow row;
	int			normalisation;
	Slot	   *slot;

	/* before anything is read: it forgets which tables to hear of */
	if (n_used == N_SLOTS)
		accord_keys_drop();
	accord_keys_read(domain, subject, version, &row);
	name.version = row.version;
	if (!accord_key_table_domain(domain, &normalisation))
		accord_key_refuse_domain(domain);
	if (slots == NULL)
		slots = accord_key_memory(N_SLOTS * sizeof(Slot));
	slot = &slots[n_used];
	unwrap(&name, &row, &slot->key);
	slot->key.version = row.version;
	slot->key.normalisation = normalisation;
	slot->newest = version == ACCORD_KEY_CURRENT;
	strlcpy(slot->domain, domain, sizeof(slot->domain));
	strlcpy(slot->subject, subject, sizeof(slot->subject));
	n_used++;
	return slot;
}

const AccordDataKey *
accord_keys_find(const AccordKeyRequest *request)
{
	const char *subject = request->subject ? request->subject : "";
	Slot	   *slot;

	/* a statement that takes no lock has not heard of what others did */
	AcceptInvalidationMessages();
	if (stale)
		accord_keys_drop();
	if (strlen(request->domain) > ACCORD_DOMAIN_BYTES)
		accord_key_refuse_domain(request->domain);
	check_right(request);
	slot = look_up(request->domain, subject, request->version);
	if (slot == NULL)
		slot = load(request->domain, subject, request->version);
	return &slot->key;
}

const AccordDataKey *
accord_keys_current(const char *domain, AccordKeyRight right)
{
	return accord_keys_version(domain, ACCORD_KEY_CURRENT, right);
}

const AccordDataKey *
accord_keys_version(const char *domain, int32 version, AccordKeyRight right)
{
	AccordKeyRequest request = {.domain = domain,.version = version,.right = right,.role = GetUserId()};

	return accord_keys_find(&request);
}

void
accord_keys_use(AccordKeyUse *use, const AccordKeyRequest *request)
{
	/* what an error leaves behind must not look fresh */
	use->key = NULL;
	use->key = accord_keys_find(request);
	use->generation = accord_keys_generation;
	use->statement = GetCurrentStatementStartTimestamp();
	use->role = request->role;
}

static Slot *
slot_of(const AccordDataKey *key)
{
	return (Slot *) unconstify(AccordDataKey *, key);
}

AccordHmac *
accord_keys_hmac(const AccordDataKey *key, AccordKeyPurpose purpose)
{
	AccordHmac **hmac = &slot_of(key)->hmac[purpose];

	if (*hmac == NULL)
		*hmac = accord_hmac_new(key->subkey[purpose], ACCORD_KEY_BYTES);
	if (*hmac == NULL)
		elog(ERROR, "OpenSSL failed to make a context for HMAC");
	return *hmac;
}

AccordGcm *
accord_keys_gcm(const AccordDataKey *key, AccordKeyPurpose purpose)
{
	AccordGcm **gcm = &slot_of(key)->gcm[purpose];

	if (*gcm == NULL)
		*gcm = accord_gcm_new(key->subkey[purpose]);
	if (*gcm == NULL)
		elog(ERROR, "OpenSSL failed to make a context for AES-256-GCM");
	return *gcm;
}

int32
accord_keys_newest(const char *domain)
{
	AccordKeyRow row;

	accord_keys_read(domain, "", ACCORD_KEY_CURRENT, &row);
	return row.version;
}
