/*
 * pattern.c
 *	  Regular expressions of schemas: compiling, matching, and giving up.
 *
 * What needs no backtracking goes to pattern_simple.c.  The rest is PCRE2's,
 * and two things about PCRE2 decide the shape of this file.
 *
 * It can work for hours on a few bytes, cannot be interrupted, and its match
 * limit bounds neither the whole (it counts anew from each start position)
 * nor a step (which may scan the whole string).  So a match is first tried
 * with a limit that is small enough for its worst case, given the lengths of
 * the string and the pattern, to end in a fraction of a second.  Where that
 * does not decide, the same pattern is matched once more, compiled with
 * callouts between all its items: these count the work done, in steps that
 * depend on nothing but pattern and string, and look for a cancel.  They only
 * make PCRE2 return; the error is raised outside, since a longjmp through its
 * frames would leak.
 *
 * It allocates.  Its allocator here is palloc in the pattern's own context,
 * with failure returned rather than raised, for the same reason.  JIT code
 * lies outside, so the context gets a callback that frees it.
 */
#include "postgres.h"

#include "jsonschema/pattern.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "jsonschema/ecma.h"
#include "jsonschema/pattern_simple.h"
#include "support/errors.h"

#define COMPILE_OPTIONS \
	(PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_ALLOW_EMPTY_CLASS | \
	 PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF)

/*
 * Bytes that the first attempt may look at, at worst (about 0.1 s); with
 * less than FIRST_MIN_STEPS it is not worth making.
 */
#define FIRST_WORK			INT64CONST(50000000)
#define FIRST_MIN_STEPS		50
#define FIRST_MAX_STEPS		100000

/* Steps of the second attempt, and what each byte of the string adds. */
#define WORK_BASE			INT64CONST(20000000)
#define WORK_PER_BYTE		20

#define JIT_STACK_START		(32 * 1024)
#define JIT_STACK_MAX		(8 * 1024 * 1024)
#define HEAP_LIMIT_KB		(32 * 1024) /* of the interpreter, without JIT */

#define QUOTED_BYTES		200 /* of a pattern in an error */
#define REASON_BYTES		256 /* PCRE2's longest message, twice */

/* A pattern as PCRE2 holds it; made when it is first needed. */
typedef struct Code
{
	pcre2_code *code;
	bool		jit_tried;
	bool		jit;			/* there is machine code */
} Code;

struct AccordPattern
{
	AccordSimple *simple;		/* NULL: PCRE2 matches; else all below unset */
	MemoryContext context;
	Size	   *external;
	char	   *source;			/* the pattern itself */
	int			len;
	bool		anchored;		/* matches at the start or not at all */
	bool		backrefs;
	int			step_cost;
	bool		uncountable;	/* too large with callouts */
	pcre2_general_context *memory;
	Code		first;
	Code		counted;		/* the same, with callouts */
	MemoryContextCallback callback;
};

/* The work of a match that counts it. */
typedef struct Work
{
	int64		steps;
	int64		limit;
	PCRE2_SIZE	position;
	int			step_cost;
	bool		backrefs;
} Work;

/* What every match of the backend uses; never freed. */
static pcre2_match_context *match_context = NULL;
static pcre2_match_data *match_data = NULL;
static pcre2_jit_stack *jit_stack = NULL;

static void *
context_alloc(PCRE2_SIZE size, void *context)
{
	return MemoryContextAllocExtended(context, size,
									  MCXT_ALLOC_NO_OOM | MCXT_ALLOC_HUGE);
}

static void
context_free(void *chunk, void *context)
{
	(void) context;
	if (chunk != NULL)
		pfree(chunk);
}

/* Callback of the pattern's memory context. */
static void
release_codes(void *arg)
{
	AccordPattern *pattern = arg;

	pcre2_code_free(pattern->first.code);
	pcre2_code_free(pattern->counted.code);
}

static void
out_of_memory(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_OUT_OF_MEMORY),
			 errmsg("out of memory"),
			 errdetail("Failed while working on a pattern.")));
}

/*
 * Compiles the pattern's text.  Returns NULL with PCRE2's error code and the
 * place in the translation.
 */
static pcre2_code *
compile_text(AccordPattern *pattern, uint32 options, int *code,
			 PCRE2_SIZE *offset)
{
	AccordEcma	ecma;
	pcre2_compile_context *context;
	pcre2_code *compiled;
	char	   *out;
	long		len = accord_ecma_translate(&ecma, pattern->source, pattern->len,
											NULL, 0);

	pattern->backrefs = ecma.backrefs;
	out = palloc(len + 1);
	accord_ecma_translate(&ecma, pattern->source, pattern->len, out, len);
	context = pcre2_compile_context_create(pattern->memory);
	if (context == NULL)
		out_of_memory();
	compiled = pcre2_compile((PCRE2_SPTR) out, len, COMPILE_OPTIONS | options,
							 code, offset, context);
	pcre2_compile_context_free(context);
	pfree(out);
	if (compiled == NULL && *code == PCRE2_ERROR_HEAP_FAILED)
		out_of_memory();
	return compiled;
}

/* Makes machine code, unless that was tried before. */
static void
compile_jit(AccordPattern *pattern, Code *code)
{
	size_t		size;

	if (code->jit_tried)
		return;
	code->jit_tried = true;
	/* without JIT support, or executable memory, the interpreter serves */
	code->jit = pcre2_jit_compile(code->code, PCRE2_JIT_COMPLETE) == 0;
	if (code->jit && pattern->external != NULL &&
		pcre2_pattern_info(code->code, PCRE2_INFO_JITSIZE, &size) == 0)
		*pattern->external += size;
}

/*
 * The largest number of characters that one item takes before it may fail,
 * which no callout sees, as steps.
 */
static int
hidden_steps(const AccordPattern *pattern)
{
	AccordEcma	ecma;
	AccordEcmaToken token;
	uint32		largest = 0;

	accord_ecma_begin(&ecma, pattern->source, pattern->len);
	while (accord_ecma_next(&ecma, &token) != ACCORD_ECMA_END)
		if (token.kind == ACCORD_ECMA_REPEAT && token.min > largest)
			largest = token.min;
	return largest / 64;
}

static AccordPattern *
compile_pcre2(const char *text, int len, Size *external,
			  AccordPatternError *error)
{
	AccordPattern *pattern = palloc0(sizeof(AccordPattern));
	uint32		options;
	int			code;
	PCRE2_SIZE	offset;

	pattern->context = CurrentMemoryContext;
	pattern->external = external;
	pattern->source = palloc(len + 1);
	memcpy(pattern->source, text, len);
	pattern->source[len] = '\0';
	pattern->len = len;
	pattern->memory = pcre2_general_context_create(context_alloc, context_free,
												   pattern->context);
	if (pattern->memory == NULL)
		out_of_memory();
	pattern->first.code = compile_text(pattern, 0, &code, &offset);
	if (pattern->first.code == NULL)
	{
		char	   *reason = palloc(REASON_BYTES);

		pcre2_get_error_message(code, (PCRE2_UCHAR *) reason, REASON_BYTES);
		error->reason = reason;
		/* here alone PCRE2 points behind what it complains about */
		if (code == PCRE2_ERROR_UNKNOWN_UNICODE_PROPERTY)
			offset--;
		error->offset = (int) accord_ecma_source(text, len, offset);
		return NULL;
	}
	pcre2_pattern_info(pattern->first.code, PCRE2_INFO_ALLOPTIONS, &options);
	pattern->anchored = (options & PCRE2_ANCHORED) != 0;
	pattern->step_cost = 1 + hidden_steps(pattern);
	pattern->callback.func = release_codes;
	pattern->callback.arg = pattern;
	MemoryContextRegisterResetCallback(pattern->context, &pattern->callback);
	return pattern;
}

AccordPattern *
accord_pattern_compile(const char *text, int len, Size *external,
					   AccordPatternError *error)
{
	AccordPattern *pattern;
	AccordSimple simple;
	AccordEcma	ecma;
	Size		size;

	if (accord_ecma_translate(&ecma, text, len, NULL, 0) < 0)
	{
		error->reason = ecma.reason;
		error->offset = (int) ecma.pos;
		return NULL;
	}
	if (!accord_simple_compile(&simple, text, len))
		return compile_pcre2(text, len, external, error);
	pattern = palloc0(sizeof(AccordPattern));
	size = offsetof(AccordSimple, atom) +
		simple.atoms * sizeof(AccordSimpleAtom);
	pattern->simple = palloc(size);
	memcpy(pattern->simple, &simple, size);
	return pattern;
}

/* Makes what matches share, in PCRE2's own memory: it lives for ever. */
static void
prepare_matching(void)
{
	if (match_context == NULL)
	{
		match_context = pcre2_match_context_create(NULL);
		if (match_context == NULL)
			out_of_memory();
		pcre2_set_heap_limit(match_context, HEAP_LIMIT_KB);
		pcre2_set_depth_limit(match_context, PG_UINT32_MAX);
	}
	if (match_data == NULL)
	{
		match_data = pcre2_match_data_create(1, NULL);
		if (match_data == NULL)
			out_of_memory();
	}
	if (jit_stack == NULL)
	{
		/* NULL where there is no JIT; then nothing asks for it */
		jit_stack = pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK_MAX,
										   NULL);
		pcre2_jit_stack_assign(match_context, NULL, jit_stack);
	}
}

/* Has the query been cancelled, or the session ended? */
static bool
cancel_pending(void)
{
	return InterruptPending && (QueryCancelPending || ProcDiePending) &&
		InterruptHoldoffCount == 0 && QueryCancelHoldoffCount == 0 &&
		CritSectionCount == 0;
}

/*
 * Counts a step, and the bytes that the matcher moved since the last one,
 * eight of which are as dear as a step at least.
 */
static int
count_step(pcre2_callout_block *block, void *arg)
{
	Work	   *work = arg;
	PCRE2_SIZE	here = block->current_position;
	PCRE2_SIZE	moved = here > work->position ? here - work->position :
		work->position - here;

	work->position = here;
	work->steps += work->step_cost + moved / 8;
	if (work->backrefs)
	{
		/* comparing with what a group took is not seen either */
		const PCRE2_SIZE *group = block->offset_vector;

		for (uint32 i = 1; i < block->capture_top; i++)
			if (group[2 * i] != PCRE2_UNSET && group[2 * i] < group[2 * i + 1])
				work->steps += (group[2 * i + 1] - group[2 * i]) / 64;
		work->steps += block->capture_top / 8;
	}
	return work->steps > work->limit || cancel_pending() ?
		PCRE2_ERROR_CALLOUT : 0;
}

/* Runs PCRE2 and returns its result. */
static int
run(AccordPattern *pattern, Code *code, const char *s, int len, uint32 limit)
{
	PCRE2_SPTR	subject = (PCRE2_SPTR) s;

	prepare_matching();
	compile_jit(pattern, code);
	pcre2_set_match_limit(match_context, limit);
	if (code->jit)
		return pcre2_jit_match(code->code, subject, len, 0, 0, match_data,
							   match_context);
	return pcre2_match(code->code, subject, len, 0, PCRE2_NO_UTF_CHECK,
					   match_data, match_context);
}

/*
 * Steps within which the first attempt ends in good time: each step may look
 * at the whole string and at the whole pattern, and each position of the
 * string starts anew.
 */
static uint32
first_limit(const AccordPattern *pattern, int len)
{
	int64		starts = pattern->anchored ? 1 : (int64) len + 1;
	int64		limit = FIRST_WORK / (starts * ((int64) len + pattern->len + 1));

	return limit < FIRST_MIN_STEPS ? 0 : Min(limit, FIRST_MAX_STEPS);
}

/*
 * The pattern for an error: it is part of the schema.  Where the server's
 * encoding may lack a character, an escape stands for it.
 */
static char *
quoted_pattern(const AccordPattern *pattern)
{
	StringInfoData buf;
	int			len = pg_encoding_mbcliplen(PG_UTF8, pattern->source,
											pattern->len, QUOTED_BYTES);
	int			size;

	initStringInfo(&buf);
	for (int i = 0; i < len; i += size)
	{
		const unsigned char *s = (unsigned char *) pattern->source + i;

		size = pg_utf_mblen(s);
		if (*s < ' ' || *s == 0x7F ||
			(size > 1 && GetDatabaseEncoding() != PG_UTF8))
			appendStringInfo(&buf, "\\u{%X}", (unsigned) utf8_to_unicode(s));
		else
			appendBinaryStringInfo(&buf, (const char *) s, size);
	}
	if (len < pattern->len)
		appendStringInfoString(&buf, "...");
	return buf.data;
}

static void
gave_up(const AccordPattern *pattern, int result, int64 steps)
{
	if (result == PCRE2_ERROR_NOMEMORY)
		out_of_memory();
	if (result == PCRE2_ERROR_CALLOUT || result == PCRE2_ERROR_MATCHLIMIT)
		ereport(ERROR,
				(errcode(ACCORD_ERRCODE_LIMIT),
				 errmsg("pattern match gave up after %lld steps",
						(long long) steps),
				 errdetail("The pattern is \"%s\".", quoted_pattern(pattern)),
				 errhint("Anchor the pattern with ^, or write it without a repetition inside another.")));
	if (result == PCRE2_ERROR_JIT_STACKLIMIT ||
		result == PCRE2_ERROR_HEAPLIMIT)
		ereport(ERROR,
				(errcode(ACCORD_ERRCODE_LIMIT),
				 errmsg("pattern match gave up with %d kB of stack",
						result == PCRE2_ERROR_HEAPLIMIT ? HEAP_LIMIT_KB :
						JIT_STACK_MAX / 1024),
				 errdetail("The pattern is \"%s\".", quoted_pattern(pattern)),
				 errhint("Repeat a character class rather than a group, or limit the length of the string.")));
	elog(ERROR, "PCRE2 failed with code %d", result);
}

/*
 * Makes the code that counts; false when the pattern with its callouts is
 * larger than PCRE2 can take.
 */
static bool
compile_counted(AccordPattern *pattern)
{
	int			code;
	PCRE2_SIZE	offset;

	if (pattern->counted.code == NULL && !pattern->uncountable)
	{
		pattern->counted.code = compile_text(pattern, PCRE2_AUTO_CALLOUT,
											 &code, &offset);
		pattern->uncountable = pattern->counted.code == NULL;
	}
	return !pattern->uncountable;
}

/* Matches with the work counted; an undecided match is an error. */
static bool
match_counted(AccordPattern *pattern, const char *s, int len)
{
	Work		work;
	int			result;

	do
	{
		CHECK_FOR_INTERRUPTS();
		memset(&work, 0, sizeof(work));
		work.limit = WORK_BASE + (int64) len * WORK_PER_BYTE;
		work.step_cost = pattern->step_cost;
		work.backrefs = pattern->backrefs;
		prepare_matching();
		pcre2_set_callout(match_context, count_step, &work);
		result = run(pattern, &pattern->counted, s, len, PG_UINT32_MAX);
		pcre2_set_callout(match_context, NULL, NULL);
		/* stopped by a cancel, which the check raises */
	} while (result == PCRE2_ERROR_CALLOUT && work.steps <= work.limit);
	if (result < 0 && result != PCRE2_ERROR_NOMATCH)
		gave_up(pattern, result, work.limit);
	return result >= 0;
}

bool
accord_pattern_matches(AccordPattern *pattern, const char *s, int len)
{
	uint32		limit;
	int			result = PCRE2_ERROR_MATCHLIMIT;

	if (pattern->simple != NULL)
		return accord_simple_matches(pattern->simple, s, len);
	limit = first_limit(pattern, len);
	if (limit > 0)
		result = run(pattern, &pattern->first, s, len, limit);
	if (result == PCRE2_ERROR_MATCHLIMIT && compile_counted(pattern))
		return match_counted(pattern, s, len);
	if (result < 0 && result != PCRE2_ERROR_NOMATCH)
		gave_up(pattern, result, limit);
	return result >= 0;
}
