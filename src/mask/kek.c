/*
 * kek.c
 *	  The key-encryption key: settings, and what is derived of it.
 *
 * A file is read each time, which is cheap and rare, so that a new file counts
 * at once.  What a command gave is kept to unwrap with, and it runs again when
 * keys have changed since and want another KEK.  Nothing would tell that what
 * is kept is the KEK before: so it runs for each statement that wraps.
 *
 * As long as the library is not loaded, PostgreSQL takes its settings from
 * anywhere.  When it is, a value that ALTER ROLE, ALTER DATABASE or the
 * connection's options gave is refused with a warning, but by then it has
 * taken the place of the value in postgresql.conf, which does not come back
 * before the next reload: such a session has no KEK, and is told why.
 */
#include "postgres.h"

#include <limits.h>

#include "access/parallel.h"
#include "access/xact.h"
#include "commands/dbcommands.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/guc_tables.h"

#include "mask/kek.h"
#include "mask/key_memory.h"
#include "mask/keys.h"
#include "support/compat.h"
#include "support/errors.h"

#define TIMEOUT_DEFAULT_MS 10000

/* in order of the settings: file and command of each */
typedef enum Which
{
	IN_FORCE,
	PREVIOUS
} Which;

#define N_WHICH (PREVIOUS + 1)

typedef struct Source
{
	const char *name;
	const char *description;
	char	   *value;			/* "": not set */
	GucSource	displaced_by;	/* that took the place of the file's; else
								 * PGC_S_DEFAULT */
} Source;

typedef struct Sources
{
	Source		file;
	Source		command;
} Sources;

/* what a command gave; in memory of its own */
typedef struct Kept
{
	bool		known;
	uint64		generation;		/* of the keys, when it ran */
	TimestampTz statement;		/* that it ran in; 0: not in this transaction */
	AccordKek	kek;
} Kept;

static Sources sources[N_WHICH] = {
	[IN_FORCE] = {
		.file = {.name = "accord.key_file",
		.description = "File with the key-encryption key: one line of 64 hexadecimal digits."},
		.command = {.name = "accord.key_command",
		.description = "Shell command that writes the key-encryption key, run in each session that needs it."}
	},
	[PREVIOUS] = {
		.file = {.name = "accord.previous_key_file",
		.description = "File with the key-encryption key before, until rotate_kek() was called."},
		.command = {.name = "accord.previous_key_command",
		.description = "Shell command that writes the key-encryption key before, until rotate_kek() was called."}
	},
};

static int	command_timeout = TIMEOUT_DEFAULT_MS;
static Kept *kept = NULL;		/* N_WHICH of them */

static bool
is_set(const Source *source)
{
	return source->value != NULL && source->value[0] != '\0';
}

/* What to do about a value that displaced the one in postgresql.conf. */
static const char *
removal_of(const Source *source)
{
	const char *database = quote_identifier(get_database_name(MyDatabaseId));
	const char *role = quote_identifier(GetUserNameFromId(GetSessionUserId(), false));

	switch (source->displaced_by)
	{
		case PGC_S_GLOBAL:
			return psprintf("ALTER ROLE ALL RESET %s", source->name);
		case PGC_S_DATABASE:
			return psprintf("ALTER DATABASE %s RESET %s", database, source->name);
		case PGC_S_USER:
			return psprintf("ALTER ROLE %s RESET %s", role, source->name);
		case PGC_S_DATABASE_USER:
			return psprintf("ALTER ROLE %s IN DATABASE %s RESET %s", role, database, source->name);
		default:
			return NULL;
	}
}

static void
refuse_displaced(const Source *source)
{
	const char *removal;

	if (source->displaced_by == PGC_S_DEFAULT)
		return;
	removal = removal_of(source);
	ereport(ERROR,
			(errcode(ACCORD_ERRCODE_NO_KEK),
			 errmsg("no key-encryption key is in force in this session"),
			 errdetail("\"%s\" counts in postgresql.conf alone. Another value was tried for this session, and PostgreSQL dropped both.",
					   source->name),
			 removal ? errhint("Remove it and connect again: %s", removal)
			 : errhint("Take it out of the options of the connection (PGOPTIONS) and connect again.")));
}

pg_noreturn static void
refuse_none(void)
{
	refuse_displaced(&sources[IN_FORCE].file);
	refuse_displaced(&sources[IN_FORCE].command);
	ereport(ERROR,
			(errcode(ACCORD_ERRCODE_NO_KEK),
			 errmsg("no key-encryption key is configured"),
			 IsParallelWorker() ?
			 errdetail("If postgresql.conf names one, another value was tried for this session: a statement without parallel workers says where.") : 0,
			 errhint("Make a file on the server, as the user that PostgreSQL runs as: (umask 077 && openssl rand -hex 32 > /path/to/accord.key)"
					 " -- then set accord.key_file = '/path/to/accord.key' in postgresql.conf, and reload.")));
}

/* One line of digits to bytes.  False if it is anything else. */
static bool
parse_digits(const char *line, size_t len, uint8 bytes[ACCORD_KEY_BYTES])
{
	static const char digits[] = "0123456789abcdefABCDEF";

	if (len > ACCORD_KEK_DIGITS && line[len - 1] == '\n')
		len--;
	if (len > ACCORD_KEK_DIGITS && line[len - 1] == '\r')
		len--;
	if (len != ACCORD_KEK_DIGITS)
		return false;
	memset(bytes, 0, ACCORD_KEY_BYTES);
	for (size_t i = 0; i < ACCORD_KEK_DIGITS; i++)
	{
		const char *digit = line[i] ? strchr(digits, line[i]) : NULL;
		int			value = digit ? (int) (digit - digits) : -1;

		if (value < 0)
			return false;
		/* the capital ones stand six later */
		bytes[i / 2] |= (value > 15 ? value - 6 : value) << (i % 2 ? 0 : 4);
	}
	return true;
}

/* Wipes the text. */
static void
derive(const Source *source, char *line, size_t len, AccordKek *kek)
{
	uint8		bytes[ACCORD_KEY_BYTES];
	uint8		id[ACCORD_KEY_BYTES] = {0};
	bool		parsed = parse_digits(line, len, bytes);
	bool		derived = parsed && accord_subkey(bytes, "accord key-encryption key: wrap", kek->wrap) &&
		accord_subkey(bytes, "accord key-encryption key: id", id);

	memcpy(kek->id, id, sizeof(kek->id));
	accord_wipe(bytes, sizeof(bytes));
	accord_wipe(line, ACCORD_KEK_TEXT);
	if (derived)
		return;
	accord_wipe(kek, sizeof(*kek));
	if (parsed)
		elog(ERROR, "OpenSSL failed to derive a key");
	ereport(ERROR,
			(errcode(ACCORD_ERRCODE_KEK),
			 errmsg("\"%s\" does not lead to a key", source->name),
			 errdetail("It must give one line of 64 hexadecimal digits, and nothing else."),
			 errhint("Such a line is made by: openssl rand -hex 32")));
}

static void
run_command(const Source *source, Kept *slot)
{
	char		line[ACCORD_KEK_TEXT];
	size_t		len = accord_kek_run_command(source->name, source->value, command_timeout, line);

	slot->known = false;
	derive(source, line, len, &slot->kek);
	slot->generation = accord_keys_generation;
	slot->statement = GetCurrentStatementStartTimestamp();
	slot->known = true;
}

/* Does what was kept do?  wanted is the id that a key asks for; NULL: the KEK as it is now. */
static bool
is_kept(const Kept *slot, const uint8 *wanted)
{
	if (!slot->known)
		return false;
	if (wanted == NULL)
		return slot->statement == GetCurrentStatementStartTimestamp();
	return accord_equal(wanted, slot->kek.id, ACCORD_KEK_ID_BYTES) || slot->generation == accord_keys_generation;
}

/* Of a command. */
static void
recall(Which which, const uint8 *wanted, AccordKek *kek)
{
	Kept	   *slot;

	if (kept == NULL)
		kept = accord_key_memory(N_WHICH * sizeof(Kept));
	slot = &kept[which];
	if (!is_kept(slot, wanted))
		run_command(&sources[which].command, slot);
	*kek = slot->kek;
}

static void
read_file(const Source *source, AccordKek *kek)
{
	char		line[ACCORD_KEK_TEXT];
	size_t		len = accord_kek_read_file(source->name, source->value, line);

	derive(source, line, len, kek);
}

/* False if that KEK is not configured. */
static bool
obtain(Which which, const uint8 *wanted, AccordKek *kek)
{
	const Source *file = &sources[which].file;
	const Source *command = &sources[which].command;

	if (!is_set(file) && !is_set(command))
		return false;
	if (is_set(file) && is_set(command))
		ereport(ERROR,
				(errcode(ACCORD_ERRCODE_KEK),
				 errmsg("\"%s\" and \"%s\" are both set", file->name, command->name),
				 errhint("Remove one of them from postgresql.conf, and reload.")));
	if (is_set(file))
		read_file(file, kek);
	else
		recall(which, wanted, kek);
	return true;
}

void
accord_kek_in_force(AccordKek *kek)
{
	if (!obtain(IN_FORCE, NULL, kek))
		refuse_none();
}

bool
accord_kek_previous(AccordKek *kek)
{
	return obtain(PREVIOUS, NULL, kek);
}

bool
accord_kek_of(const uint8 id[ACCORD_KEK_ID_BYTES], AccordKek *kek)
{
	uint8		in_force[ACCORD_KEK_ID_BYTES];

	if (!obtain(IN_FORCE, id, kek))
		refuse_none();
	if (accord_equal(kek->id, id, sizeof(kek->id)))
		return true;
	memcpy(in_force, kek->id, sizeof(in_force));
	accord_wipe(kek, sizeof(*kek));
	if (obtain(PREVIOUS, id, kek) && accord_equal(kek->id, id, sizeof(kek->id)))
		return true;
	accord_wipe(kek, sizeof(*kek));
	memcpy(kek->id, in_force, sizeof(in_force));
	return false;
}

char *
accord_kek_id_text(const uint8 id[ACCORD_KEK_ID_BYTES])
{
	char	   *digits = palloc(2 * ACCORD_KEK_ID_BYTES + 1);

	digits[hex_encode((const char *) id, ACCORD_KEK_ID_BYTES, digits)] = '\0';
	return digits;
}

/* Another command: what the one before gave is no longer asked for. */
static void
forget_kept(const char *value, void *extra)
{
	(void) value;
	(void) extra;
	if (kept != NULL)
		accord_wipe(kept, N_WHICH * sizeof(Kept));
}

/* A procedure can commit in the middle of a statement, and keys be changed then. */
static void
on_transaction_end(XactEvent event, void *argument)
{
	(void) event;
	(void) argument;
	for (int i = 0; kept != NULL && i < N_WHICH; i++)
		kept[i].statement = 0;
}

/* Before the setting is defined: is there a value that the definition will refuse? */
static void
note_displaced(Source *source)
{
	int			n;
	struct config_generic **settings = accord_all_settings(&n);

	source->displaced_by = PGC_S_DEFAULT;
	for (int i = 0; i < n; i++)
		if (pg_strcasecmp(settings[i]->name, source->name) == 0 &&
			settings[i]->reset_source >= PGC_S_GLOBAL && settings[i]->reset_source <= PGC_S_CLIENT)
			source->displaced_by = settings[i]->reset_source;
}

static void
define_source(Source *source, GucStringAssignHook assign)
{
	note_displaced(source);
	DefineCustomStringVariable(source->name, source->description,
							   "Counts in postgresql.conf alone, and must hold no secret itself.",
							   &source->value, "",
							   PGC_SIGHUP, GUC_SUPERUSER_ONLY,
							   NULL, assign, NULL);
}

void
accord_kek_init(void)
{
	for (int i = 0; i < N_WHICH; i++)
	{
		define_source(&sources[i].file, NULL);
		define_source(&sources[i].command, forget_kept);
	}
	DefineCustomIntVariable("accord.key_command_timeout",
							"Time that the command for a key-encryption key may take.",
							NULL,
							&command_timeout,
							TIMEOUT_DEFAULT_MS, 1, INT_MAX,
							PGC_SIGHUP, GUC_UNIT_MS,
							NULL, NULL, NULL);
	RegisterXactCallback(on_transaction_end, NULL);
}
