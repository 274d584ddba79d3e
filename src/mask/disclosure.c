/*
 * disclosure.c
 *	  The record of what was decrypted.
 *
 * A row in a table would vanish when the transaction is rolled back, and could
 * not be written where nothing may be: in a read-only transaction, beside
 * parallel workers, on a standby.  So a record is a line in the server's log,
 * and the same text as a message in the write-ahead log that belongs to no
 * transaction.  One is written, and the write-ahead log flushed, before the
 * first value of a statement is given out; another one, with the counts, when
 * the client's next statement decrypts or the transaction ends, however it
 * ends.  Neither has a value in it.
 *
 * The text of a record is made when its disclosure begins, since names cannot
 * be looked up while a transaction is aborted.
 */
#include "postgres.h"

#include "access/xact.h"
#include "access/xlog.h"
#include "catalog/pg_type.h"
#include "commands/dbcommands.h"
#include "lib/ilist.h"
#include "miscadmin.h"
#include "utils/datetime.h"
#include "utils/guc.h"
#include "utils/json.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "mask/disclosure.h"
#include "support/compat.h"

/* the prefix of messages in the write-ahead log */
#define PREFIX "accord.disclosure"

/* longest accord.purpose, in bytes */
#define PURPOSE_MAX 256

/* a disclosure that has begun and not ended */
typedef struct Open
{
	slist_node	node;
	AccordDisclosure counts;
	Oid			user;
	char	   *domain;
	char	   *purpose;
	char	   *text;			/* members of the record, without the counts */
} Open;

static char *purpose = NULL;

/* those of the statement that began at open_statement */
static slist_head all = SLIST_STATIC_INIT(all);
static TimestampTz open_statement;
static MemoryContext memory = NULL;
static uint64 begun = 0;		/* by this backend */

/*
 * The log, on a standby too, and the write-ahead log, where there is one to
 * write.  Nothing of the statement goes with it: that has values in it.
 */
static void
write_record(const char *record, bool flush)
{
	ereport(LOG_SERVER_ONLY,
			(errmsg_internal("accord disclosure: %s", record),
			 errhidestmt(true),
			 errhidecontext(true)));
	if (!RecoveryInProgress())
		(void) accord_log_logical_message(PREFIX, record, strlen(record), false, flush);
}

static void
append_member(StringInfo json, const char *name, const char *value)
{
	appendStringInfo(json, ", \"%s\": ", name);
	escape_json(json, value);
}

static char *
describe(const Open *disclosure)
{
	StringInfoData json;
	char		at[MAXDATELEN + 1];
	int			utc = 0;

	initStringInfo(&json);
	appendStringInfo(&json, "\"id\": \"%lx.%x." UINT64_FORMAT "\"", (long) MyStartTime, MyProcPid, begun);
	JsonEncodeDateTime(at, TimestampTzGetDatum(open_statement), TIMESTAMPTZOID, &utc);
	append_member(&json, "statement", at);
	append_member(&json, "database", get_database_name(MyDatabaseId));
	append_member(&json, "session_user", GetUserNameFromId(GetSessionUserId(), false));
	append_member(&json, "user", GetUserNameFromId(disclosure->user, false));
	append_member(&json, "domain", disclosure->domain);
	append_member(&json, "purpose", disclosure->purpose);
	return json.data;
}

static void
end(const Open *disclosure)
{
	char	   *record = psprintf("{\"event\": \"end\", %s, \"values\": " UINT64_FORMAT ", \"refused\": " UINT64_FORMAT "}",
								  disclosure->text, disclosure->counts.values, disclosure->counts.refused);

	write_record(record, false);
	pfree(record);
}

static void
end_all(void)
{
	slist_iter	iter;

	if (slist_is_empty(&all))
		return;
	slist_foreach(iter, &all)
		end(slist_container(Open, node, iter.cur));
	slist_init(&all);
	MemoryContextReset(memory);
}

/* Parallel workers do not decrypt, unless a function of somebody else lies about that. */
static void
at_end_of_transaction(XactEvent event, void *arg)
{
	(void) arg;
	switch (event)
	{
		case XACT_EVENT_PRE_COMMIT:
		case XACT_EVENT_PARALLEL_PRE_COMMIT:
		case XACT_EVENT_PRE_PREPARE:
		case XACT_EVENT_ABORT:
		case XACT_EVENT_PARALLEL_ABORT:
			end_all();
			break;
		default:
			break;
	}
}

static void
check_purpose(void)
{
	if (purpose == NULL || purpose[strspn(purpose, " ")] == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("decrypting needs a purpose"),
				 errdetail("The purpose is recorded with what was decrypted, and by whom."),
				 errhint("Say what for, as in: SET accord.purpose = 'ticket 4711'")));
}

static AccordDisclosure *
begin(const char *domain)
{
	MemoryContext caller;
	Open	   *disclosure;
	char	   *record;

	if (memory == NULL)
	{
		memory = AllocSetContextCreate(TopMemoryContext, "accord disclosures", ALLOCSET_SMALL_SIZES);
		RegisterXactCallback(at_end_of_transaction, NULL);
	}
	caller = MemoryContextSwitchTo(memory);
	begun++;
	disclosure = palloc0_object(Open);
	disclosure->user = GetUserId();
	disclosure->domain = pstrdup(domain);
	disclosure->purpose = pstrdup(purpose);
	disclosure->text = describe(disclosure);
	record = psprintf("{\"event\": \"begin\", %s}", disclosure->text);
	write_record(record, synchronous_commit > SYNCHRONOUS_COMMIT_OFF);
	pfree(record);
	MemoryContextSwitchTo(caller);
	slist_push_head(&all, &disclosure->node);
	return &disclosure->counts;
}

AccordDisclosure *
accord_disclosure_open(const char *domain)
{
	TimestampTz statement = GetCurrentStatementStartTimestamp();
	slist_iter	iter;

	check_purpose();
	if (statement != open_statement)
	{
		end_all();
		open_statement = statement;
	}
	slist_foreach(iter, &all)
	{
		Open	   *disclosure = slist_container(Open, node, iter.cur);

		if (disclosure->user == GetUserId() && strcmp(disclosure->domain, domain) == 0 &&
			strcmp(disclosure->purpose, purpose) == 0)
			return &disclosure->counts;
	}
	return begin(domain);
}

static bool
check_purpose_length(char **value, void **extra, GucSource source)
{
	(void) extra;
	(void) source;
	if (*value == NULL || strlen(*value) <= PURPOSE_MAX)
		return true;
	GUC_check_errdetail("A purpose has at most %d bytes.", PURPOSE_MAX);
	return false;
}

void
accord_disclosure_init(void)
{
	DefineCustomStringVariable("accord.purpose",
							   "What values are decrypted for.",
							   "Without it nothing is decrypted. It is recorded with the number of values of each statement.",
							   &purpose,
							   "",
							   PGC_USERSET, 0,
							   check_purpose_length, NULL, NULL);
}
