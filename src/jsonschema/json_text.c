/*
 * json_text.c
 *	  Text that may or may not be JSON: try_jsonb and json_error.
 *
 * The verdict is that of jsonb's own input function, so that the two never
 * differ.  It reports some refusals, and before PostgreSQL 16 all of them, by
 * raising an error.  These are caught without a subtransaction, which would
 * not be allowed in a parallel worker: jsonb_in only computes, touching no
 * catalog, lock, buffer or other resource, so that nothing but memory needs
 * to be cleaned up, and that is a context of our own.  (xml_is_well_formed of
 * PostgreSQL 15 does the same.)  Only errors that say something about the text
 * are caught, data exceptions and limits; a cancel and out of memory pass
 * through.
 *
 * The reason never quotes the text: it holds data.  So it comes from a table
 * of our own and not from PostgreSQL's message.
 */
#include "postgres.h"

#include "common/jsonapi.h"
#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "support/compat.h"

/*
 * An array or object of jsonb is built in memory that cannot exceed 1 GB; one
 * that would, which takes at least so many bytes of text, fails with an
 * internal error.
 */
#define LARGE_TEXT		(32 * 1024 * 1024)

/* Why text was refused, and at which byte. */
typedef struct Refusal
{
	const char *reason;			/* NULL: not known yet */
	size_t		offset;
} Refusal;

/* The pass that looks for the reason. */
typedef struct Search
{
	const char *text;
	size_t		len;
	JsonLexContext *lex;
	const char *number;			/* the number being read, or NULL */
	Refusal		refusal;
} Search;

/* Which place of the token that was read last is meant. */
typedef enum Place
{
	PLACE_TOKEN,
	PLACE_ESCAPE,				/* the last escape of a string */
	PLACE_END
} Place;

typedef struct SyntaxReason
{
	JsonParseErrorType type;
	Place		place;
	const char *reason;
} SyntaxReason;

static const SyntaxReason reasons[] = {
	{JSON_ESCAPING_INVALID, PLACE_ESCAPE, "unknown escape sequence"},
	{JSON_ESCAPING_REQUIRED, PLACE_END, "control character in a string must be escaped"},
	{JSON_EXPECTED_ARRAY_FIRST, PLACE_TOKEN, "expected a value or \"]\""},
	{JSON_EXPECTED_ARRAY_NEXT, PLACE_TOKEN, "expected \",\" or \"]\""},
	{JSON_EXPECTED_COLON, PLACE_TOKEN, "expected \":\""},
	{JSON_EXPECTED_END, PLACE_TOKEN, "expected the end of the text"},
	{JSON_EXPECTED_JSON, PLACE_TOKEN, "expected a value"},
	{JSON_EXPECTED_MORE, PLACE_TOKEN, "the text ends too early"},
	{JSON_EXPECTED_OBJECT_FIRST, PLACE_TOKEN, "expected a string or \"}\""},
	{JSON_EXPECTED_OBJECT_NEXT, PLACE_TOKEN, "expected \",\" or \"}\""},
	{JSON_EXPECTED_STRING, PLACE_TOKEN, "expected a string"},
	{JSON_INVALID_TOKEN, PLACE_TOKEN, "invalid token"},
	{JSON_UNICODE_CODE_POINT_ZERO, PLACE_ESCAPE, "\\u0000 cannot be represented"},
	{JSON_UNICODE_ESCAPE_FORMAT, PLACE_ESCAPE, "\\u must be followed by four hexadecimal digits"},
	{JSON_UNICODE_HIGH_ESCAPE, PLACE_ESCAPE, "character does not exist in the server's encoding"},
	{JSON_UNICODE_UNTRANSLATABLE, PLACE_ESCAPE, "character does not exist in the server's encoding"},
	{JSON_UNICODE_HIGH_SURROGATE, PLACE_ESCAPE, "high surrogate must not follow a high surrogate"},
	{JSON_UNICODE_LOW_SURROGATE, PLACE_ESCAPE, "low surrogate must follow a high surrogate"}
};

/* Reasons for errors that are raised. */
typedef struct RaisedReason
{
	int			sqlstate;
	const char *reason;
} RaisedReason;

static const RaisedReason raised[] = {
	{ERRCODE_STATEMENT_TOO_COMPLEX, "nested too deeply"},
	{ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE, "number out of range"},
	{ERRCODE_UNTRANSLATABLE_CHARACTER, "character does not exist in the server's encoding"},
	{ERRCODE_FEATURE_NOT_SUPPORTED, "character does not exist in the server's encoding"},
	{ERRCODE_CHARACTER_NOT_IN_REPERTOIRE, "character does not exist in the server's encoding"},
	{ERRCODE_INTERNAL_ERROR, "too large for jsonb"},
	{ERRCODE_PROGRAM_LIMIT_EXCEEDED, "too large for jsonb"}
};

/*
 * Does an error with that SQLSTATE say that the text is refused?  What
 * is not supported is the conversion of an escape where the server's encoding
 * is SQL_ASCII.
 */
static bool
is_refusal(int sqlstate, size_t len)
{
	int			category = ERRCODE_TO_CATEGORY(sqlstate);

	return category == ERRCODE_DATA_EXCEPTION ||
		category == ERRCODE_PROGRAM_LIMIT_EXCEEDED ||
		sqlstate == ERRCODE_FEATURE_NOT_SUPPORTED ||
		(sqlstate == ERRCODE_INTERNAL_ERROR && len >= LARGE_TEXT);
}

/* Reads text as jsonb; false when it is refused. */
static bool
read_jsonb(text *input, Datum *result)
{
	MemoryContext outer = CurrentMemoryContext;
	MemoryContext work = AllocSetContextCreate(outer, "accord JSON text",
											   ALLOCSET_DEFAULT_SIZES);
	volatile bool accepted = false;

	PG_TRY();
	{
		Datum		value;

		MemoryContextSwitchTo(work);
		accepted = accord_jsonb_in(text_to_cstring(input), &value);
		MemoryContextSwitchTo(outer);
		if (accepted)
			*result = datumCopy(value, false, -1);
	}
	PG_CATCH();
	{
		if (!is_refusal(geterrcode(), VARSIZE_ANY_EXHDR(input)))
			PG_RE_THROW();
		MemoryContextSwitchTo(outer);
		FlushErrorState();
		accepted = false;
	}
	PG_END_TRY();
	MemoryContextDelete(work);
	return accepted;
}

/* Keeps the first reason; the place is the end of the text if at is NULL. */
static void
refuse(Search *search, const char *reason, const char *at)
{
	if (search->refusal.reason == NULL)
	{
		search->refusal.reason = reason;
		search->refusal.offset = at == NULL ? search->len :
			(size_t) (at - search->text);
	}
}

/* Semantic action: a number or string that JSON allows and jsonb does not. */
static AccordJsonActionResult
check_scalar(void *state, char *token, JsonTokenType type)
{
	Search	   *search = state;
	const char *end = search->lex->prev_token_terminator;

	if (type == JSON_TOKEN_NUMBER)
	{
		search->number = end - strlen(token);
		DirectFunctionCall3(numeric_in, CStringGetDatum(token),
							ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
		search->number = NULL;
	}
	else if (type == JSON_TOKEN_STRING && strlen(token) > JENTRY_OFFLENMASK)
		refuse(search, "string too long", end);
	ACCORD_JSON_ACTION_END(false);
}

static AccordJsonActionResult
check_field(void *state, char *name, bool isnull)
{
	Search	   *search = state;

	(void) isnull;
	if (strlen(name) > JENTRY_OFFLENMASK)
		refuse(search, "string too long", search->lex->token_start);
	ACCORD_JSON_ACTION_END(false);
}

/*
 * The last backslash before end, or start.  The lexer's token is a string up
 * to the error, or only what follows the backslash of an unknown escape.
 */
static const char *
last_escape(const char *start, const char *end)
{
	if (*start != '"')
		return start - 1;
	while (--end > start && *end != '\\')
		;
	return end;
}

/* Notes a result of the parser; the lexer stands at the token it is about. */
static void
refuse_syntax(Search *search, JsonParseErrorType type)
{
	const char *start = search->lex->token_start;
	const char *end = search->lex->token_terminator;

	if (type == JSON_INVALID_TOKEN && start != NULL && *start == '"')
		refuse(search, "string without closing quote", start);
	for (size_t i = 0; i < lengthof(reasons); i++)
		if (reasons[i].type == type)
			refuse(search, reasons[i].reason,
				   reasons[i].place == PLACE_END ? end :
				   reasons[i].place == PLACE_ESCAPE ? last_escape(start, end) :
				   start);
	refuse(search, "invalid JSON", start);
}

/* Notes an error that was raised while the text was parsed. */
static void
refuse_raised(Search *search, int sqlstate)
{
	const char *start = search->lex->token_start;

	if (search->number != NULL)
		refuse(search, "number out of range", search->number);
	for (size_t i = 0; i < lengthof(raised); i++)
		if (raised[i].sqlstate == sqlstate)
			refuse(search, raised[i].reason, start);
	refuse(search, "invalid JSON", start);
}

/* Parses the text once more and finds out why it is refused. */
static void
find_refusal(Search *search)
{
	JsonSemAction actions = {
		.semstate = search,
		.object_field_start = check_field,
		.scalar = check_scalar,
	};
	MemoryContext outer = CurrentMemoryContext;

	PG_TRY();
	{
		JsonParseErrorType type;

		search->lex = accord_json_lex_context(search->text, search->len,
											  GetDatabaseEncoding());
		type = pg_parse_json(search->lex, &actions);
		if (type != JSON_SUCCESS)
			refuse_syntax(search, type);
	}
	PG_CATCH();
	{
		if (!is_refusal(geterrcode(), search->len))
			PG_RE_THROW();
		MemoryContextSwitchTo(outer);
		refuse_raised(search, geterrcode());
		FlushErrorState();
	}
	PG_END_TRY();
}

/* "line 3, column 14: expected ..."; columns count characters. */
static char *
describe_refusal(const Search *search)
{
	const char *line_start = search->text;
	const char *end = line_start + search->refusal.offset;
	int			line = 1;

	for (const char *s = search->text; s < end; s++)
		if (*s == '\n')
		{
			line++;
			line_start = s + 1;
		}
	return psprintf("line %d, column %d: %s", line,
					pg_mbstrlen_with_len(line_start, end - line_start) + 1,
					search->refusal.reason);
}

PG_FUNCTION_INFO_V1(accord_try_jsonb);
Datum
accord_try_jsonb(PG_FUNCTION_ARGS)
{
	Datum		result;

	if (!read_jsonb(PG_GETARG_TEXT_PP(0), &result))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(result);
}

PG_FUNCTION_INFO_V1(accord_json_error);
Datum
accord_json_error(PG_FUNCTION_ARGS)
{
	text	   *input = PG_GETARG_TEXT_PP(0);
	Search		search = {0};
	Datum		result;

	if (read_jsonb(input, &result))
		PG_RETURN_NULL();
	search.text = text_to_cstring(input);
	search.len = strlen(search.text);
	find_refusal(&search);
	/* well-formed, but more than jsonb can hold */
	refuse(&search, "too large for jsonb", search.text);
	PG_RETURN_TEXT_P(cstring_to_text(describe_refusal(&search)));
}
