/*
 * server_jsonb.c
 *	  Numerics and jsonb of the stand-in for the server, in the form in which
 *	  PostgreSQL stores them.
 *
 * Text is read by the engine's own source.c: what it refuses, such as a key
 * that comes twice, makes no document here.
 */
#include "server.h"

#include "common/jsonapi.h"
#include "fmgr.h"
#include "lib/stringinfo.h"
#include "support/compat.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"

#include "jsonschema/source.h"
#include "jsonschema/value.h"

/* of the header word of a numeric, see number.c */
#define NUMERIC_SHORT		0x8000
#define SHORT_NEGATIVE		0x2000
#define LONG_NEGATIVE		0x4000
#define SHORT_SCALE_SHIFT	7
#define SHORT_SCALE_MAX		63
#define SHORT_WEIGHT_SIGN	0x0040
#define SHORT_WEIGHT_MASK	0x003F
#define SHORT_WEIGHT_MIN	(-64)
#define SHORT_WEIGHT_MAX	63
#define DECIMALS_PER_DIGIT	4

/* smaller than PostgreSQL's: a few bytes of input should stay a small number */
#define MAX_EXPONENT		5000

/* A number as decimal digits: 0.d1d2d3... * 10^point */
typedef struct Decimal
{
	bool		negative;
	char	   *digits;			/* values, not characters */
	int			ndigits;
	int			point;
	int			scale;			/* digits shown behind the point */
} Decimal;

static void
not_simulated(const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("the stand-in for the server has no %s", what)));
}

static void
read_decimal(const char *s, Decimal *decimal)
{
	int			exponent = 0;
	int			fraction = 0;
	bool		behind = false;

	memset(decimal, 0, sizeof(*decimal));
	decimal   ->digits = palloc(strlen(s) + 1);

	if (*s == '-')
		decimal   ->negative = true,
					s++;

	for (; *s && *s != 'e' && *s != 'E'; s++)
	{
		if (*s == '.')
		{
			behind = true;
			continue;
		}
		decimal   ->digits[decimal->ndigits++] = *s - '0';

		fraction += behind;
	}
	if (*s)
	{
		exponent = (int) strtol(s + 1, NULL, 10);
		if (strlen(s) > 8 || abs(exponent) > MAX_EXPONENT)
			not_simulated("number of that size");
	}
	decimal   ->point = decimal->ndigits - fraction + exponent;
	decimal   ->scale = Max(fraction - exponent, 0);
}

/* The decimal digit at a place before (0 and up) or behind the point. */
static int
decimal_at(const Decimal *decimal, int place)
{
	int			i = decimal->point - 1 - place;

	return i >= 0 && i < decimal->ndigits ? decimal->digits[i] : 0;
}

static int
digit_at(const Decimal *decimal, int weight)
{
	int			digit = 0;

	for (int i = DECIMALS_PER_DIGIT - 1; i >= 0; i--)
		digit = digit * 10 + decimal_at(decimal, weight * DECIMALS_PER_DIGIT + i);
	return digit;
}

/* A number for weight that is large enough: the first digit's or more. */
static int
upper_weight(int point)
{
	return point > 0 ? point / DECIMALS_PER_DIGIT : -(-point / DECIMALS_PER_DIGIT);
}

static void
append_header(StringInfo out, bool negative, int scale, int weight)
{
	uint16		header;
	int16		second = weight;

	if (scale <= SHORT_SCALE_MAX && weight >= SHORT_WEIGHT_MIN && weight <= SHORT_WEIGHT_MAX)
	{
		header = NUMERIC_SHORT | (negative ? SHORT_NEGATIVE : 0) | scale << SHORT_SCALE_SHIFT |
			(weight < 0 ? SHORT_WEIGHT_SIGN : 0) | (weight & SHORT_WEIGHT_MASK);
		appendBinaryStringInfo(out, (char *) &header, sizeof(header));
		return;
	}
	header = (negative ? LONG_NEGATIVE : 0) | scale;
	appendBinaryStringInfo(out, (char *) &header, sizeof(header));
	appendBinaryStringInfo(out, (char *) &second, sizeof(second));
}

static void
append_numeric(StringInfo out, const char *text)
{
	Decimal decimal;
	int			first;
	int			last;
	int			start = out->len;

	read_decimal(text, &decimal);
	first = upper_weight(decimal.point);
	last = first - decimal.ndigits / DECIMALS_PER_DIGIT - 2;

	while (first >= last && digit_at(&decimal, first) == 0)
		first--;
	while (last <= first && digit_at(&decimal, last) == 0)
		last++;
	appendBinaryStringInfo(out, "\0\0\0", VARHDRSZ);
	if (first < last)
		append_header(out, false, decimal.scale, 0);
	else
		append_header(out, decimal.negative, decimal.scale, first);
	for (int weight = first; weight >= last; weight--)
	{
		int16		digit = digit_at(&decimal, weight);

		appendBinaryStringInfo(out, (char *) &digit, sizeof(digit));
	}
	pfree(decimal.digits);
	SET_VARSIZE(out->data + start, out->len - start);
}

static uint32 append_value(StringInfo out, const AccordJson *value);

static void
pad(StringInfo out)
{
	while (out->len % sizeof(int32) != 0)
		appendStringInfoChar(out, '\0');
}

static void
set_entry(StringInfo out, int entries, int i, uint32 entry, uint32 total)
{
	JEntry		stored = entry;

	if (i % JB_OFFSET_STRIDE == 0)
		stored = (entry & JENTRY_TYPEMASK) | total | JENTRY_HAS_OFF;
	memcpy(out->data + entries + i * sizeof(JEntry), &stored, sizeof(stored));
}

static int
compare_keys(const void *a, const void *b)
{
	const AccordJson *left = *(AccordJson *const *) a;
	const AccordJson *right = *(AccordJson *const *) b;

	return accord_key_compare(left->key, left->key_len, right->key, right->key_len);
}

static void
append_container(StringInfo out, const AccordJson **children, int n, bool object, uint32 flags)
{
	uint32		header = n | flags;
	uint32		total = 0;
	int			nentries = object ? 2 * n : n;
	int			entries;

	appendBinaryStringInfo(out, (char *) &header, sizeof(header));
	entries = out->len;
	for (int i = 0; i < nentries; i++)
		appendBinaryStringInfo(out, "\0\0\0", sizeof(JEntry));
	for (int i = 0; i < nentries; i++)
	{
		const AccordJson *child = children[i % Max(n, 1)];
		uint32		entry;

		if (object && i < n)
		{
			appendBinaryStringInfo(out, child->key, child->key_len);
			entry = JENTRY_ISSTRING | child->key_len;
		}
		else
			entry = append_value(out, child);
		total += JBE_OFFLENFLD(entry);
		set_entry(out, entries, i, entry, total);
	}
}

static void
append_children(StringInfo out, const AccordJson *value)
{
	const AccordJson **children = palloc(sizeof(AccordJson *) * (value->nchildren + 1));
	bool		object = value->kind == ACCORD_JSON_OBJECT;
	int			n = 0;

	for (const AccordJson *child = value->first; child; child = child->next)
		children[n++] = child;
	if (object)
		qsort(children, n, sizeof(AccordJson *), compare_keys);
	append_container(out, children, n, object, object ? JB_FOBJECT : JB_FARRAY);
	pfree(children);
}

/* Appends a value as the child of a container; returns its JEntry. */
static uint32
append_value(StringInfo out, const AccordJson *value)
{
	int			start = out->len;

	switch (value->kind)
	{
		case ACCORD_JSON_NULL:
			return JENTRY_ISNULL;
		case ACCORD_JSON_FALSE:
			return JENTRY_ISBOOL_FALSE;
		case ACCORD_JSON_TRUE:
			return JENTRY_ISBOOL_TRUE;
		case ACCORD_JSON_STRING:
			appendBinaryStringInfo(out, value->string, value->len);
			return JENTRY_ISSTRING | value->len;
		case ACCORD_JSON_NUMBER:
			pad(out);
			append_numeric(out, value->string);
			return JENTRY_ISNUMERIC | (out->len - start);
		default:
			pad(out);
			append_children(out, value);
			return JENTRY_ISCONTAINER | (out->len - start);
	}
}

Jsonb *
fuzz_jsonb(const char *text, int len)
{
	AccordSchemaError error = {0};
	AccordSource *source = accord_source_read(text, len, &error);
	StringInfoData out;
	Jsonb	   *doc;

	if (source == NULL)
		return NULL;
	initStringInfo(&out);
	appendBinaryStringInfo(&out, "\0\0\0", VARHDRSZ);
	if (source->root->kind >= ACCORD_JSON_ARRAY)
		append_children(&out, source->root);
	else
	{
		const AccordJson *children[] = {source->root};

		append_container(&out, children, 1, false, JB_FARRAY | JB_FSCALAR);
	}
	/* exactly as large as it says */
	doc = palloc(out.len);
	memcpy(doc, out.data, out.len);
	SET_VARSIZE(doc, out.len);
	pfree(out.data);
	return doc;
}

/* What the engine calls by its address. */

Datum
jsonb_in(PG_FUNCTION_ARGS)
{
	char	   *text = PG_GETARG_CSTRING(0);
	Jsonb	   *doc = fuzz_jsonb(text, strlen(text));

	if (doc == NULL)
		not_simulated("jsonb for this text");
	PG_RETURN_POINTER(doc);
}

Datum
numeric_in(PG_FUNCTION_ARGS)
{
	StringInfoData out;

	initStringInfo(&out);
	append_numeric(&out, PG_GETARG_CSTRING(0));
	PG_RETURN_POINTER(out.data);
}

/* only of divisors with many digits */
Datum
numeric_mod(PG_FUNCTION_ARGS)
{
	(void) fcinfo;
	not_simulated("numeric_mod()");
	return (Datum) 0;
}

Datum
numeric_out(PG_FUNCTION_ARGS)
{
	(void) fcinfo;
	PG_RETURN_CSTRING(pstrdup("a number"));
}

char *
JsonbToCString(StringInfo out, JsonbContainer *in, int estimated_len)
{
	(void) in, (void) estimated_len;
	appendStringInfoString(out, "a container");
	return out->data;
}

void
escape_json(StringInfo buf, const char *str)
{
	appendStringInfo(buf, "\"%s\"", str);
}

/* In a frontend before 17 the parser brings none. */
pg_attribute_unused() __attribute__((weak))
char *
json_errdetail(JsonParseErrorType error, JsonLexContext *lex)
{
	(void) lex;
	return psprintf("JSON error %d.", error);
}

struct varlena *
pg_detoast_datum(struct varlena *datum)
{
	return datum;
}

/* jsonb_util.c */
uint32
getJsonbOffset(const JsonbContainer *jc, int index)
{
	uint32		offset = 0;

	for (int i = index - 1; i >= 0; i--)
	{
		offset += JBE_OFFLENFLD(jc->children[i]);
		if (JBE_HAS_OFF(jc->children[i]))
			break;
	}
	return offset;
}

uint32
getJsonbLength(const JsonbContainer *jc, int index)
{
	uint32		length = JBE_OFFLENFLD(jc->children[index]);

	return JBE_HAS_OFF(jc->children[index]) ? length - getJsonbOffset(jc, index) : length;
}

/* Calls of functions by address, with as many arguments as there are. */
static Datum
call(PGFunction function, int nargs, Datum a, Datum b, Datum c)
{
	LOCAL_FCINFO(fcinfo, 3);

	InitFunctionCallInfoData(*fcinfo, NULL, nargs, InvalidOid, NULL, NULL);
	fcinfo->args[0].value = a;
	fcinfo->args[1].value = b;
	fcinfo->args[2].value = c;
	for (int i = 0; i < 3; i++)
		fcinfo->args[i].isnull = false;
	return function(fcinfo);
}

Datum
DirectFunctionCall1Coll(PGFunction function, Oid collation, Datum a)
{
	(void) collation;
	return call(function, 1, a, 0, 0);
}

Datum
DirectFunctionCall2Coll(PGFunction function, Oid collation, Datum a, Datum b)
{
	(void) collation;
	return call(function, 2, a, b, 0);
}

Datum
DirectFunctionCall3Coll(PGFunction function, Oid collation, Datum a, Datum b, Datum c)
{
	(void) collation;
	return call(function, 3, a, b, c);
}

#if PG_VERSION_NUM >= 160000
bool
DirectInputFunctionCallSafe(PGFunction function, char *str, Oid typioparam, int32 typmod,
							fmNodePtr escontext, Datum *result)
{
	(void) typioparam, (void) typmod, (void) escontext;
	*result = call(function, 1, CStringGetDatum(str), 0, 0);
	return true;
}
#endif
