/*
 * row_form_test.c
 *	  The canonical form is the same bytes on every machine, and so is the
 *	  hash, however the bytes arrive.
 *
 * Needs no server.  Runs on a big-endian machine too, where it can be had.
 *
 * build: src/scd/form.c src/scd/digest.c -lm
 * big-endian: the same
 */
#include <math.h>

#include "scd/form.h"

#include "tap.h"

#define CAPTURE_BYTES 8192

static unsigned char captured[CAPTURE_BYTES];
static size_t captured_len;

/* A method that keeps what it is given. */
static void
capture_update(AccordDigest *digest, const void *data, size_t len)
{
	(void) digest;
	if (captured_len + len > CAPTURE_BYTES)
		abort();
	memcpy(captured + captured_len, data, len);
	captured_len += len;
}

static void
capture_finish(AccordDigest *digest, unsigned char *result)
{
	(void) result;
	accord_digest_flush(digest);
}

static const AccordDigestMethod capture = {capture_update, capture_finish};

static void
begin_capture(AccordDigest *digest)
{
	captured_len = 0;
	accord_digest_begin(digest, &capture);
}

static void
to_hex(const unsigned char *bytes, size_t len, char *hex)
{
	for (size_t i = 0; i < len; i++)
		sprintf(hex + 2 * i, "%02x", bytes[i]);
	hex[2 * len] = '\0';
}

static void
check_form(AccordDigest *digest, const char *name, const char *expected)
{
	char		hex[2 * CAPTURE_BYTES + 1];
	bool		equal;

	accord_digest_finish(digest, NULL);
	to_hex(captured, captured_len, hex);
	equal = strcmp(hex, expected) == 0;
	tap_result(equal);
	printf("form of %s\n", name);
	if (!equal)
		printf("# %.200s, expected %s\n", hex, expected);
}

static void
test_floats(void)
{
	static const struct
	{
		double		value;
		const char *form4;
		const char *form8;
	}			cases[] = {
		{1.5, "653fc00000", "643ff8000000000000"},
		{0.0, "6500000000", "640000000000000000"},
		{-0.0, "6500000000", "640000000000000000"},
		{-2.0, "65c0000000", "64c000000000000000"},
		{INFINITY, "657f800000", "647ff0000000000000"},
		{NAN, "657fc00000", "647ff8000000000000"},
		{-NAN, "657fc00000", "647ff8000000000000"},
	};
	AccordDigest digest;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		begin_capture(&digest);
		accord_form_float4(&digest, (float) cases[i].value);
		check_form(&digest, "a float4", cases[i].form4);
		begin_capture(&digest);
		accord_form_float8(&digest, cases[i].value);
		check_form(&digest, "a float8", cases[i].form8);
	}
}

static void
test_numbers(void)
{
	static const int16_t digits[] = {1, 2345, 6000};
	AccordDigest digest;

	begin_capture(&digest);
	accord_form_64(&digest, ACCORD_TAG_INT, (uint64_t) INT64_C(-2));
	check_form(&digest, "an integer", "69fffffffffffffffe");
	begin_capture(&digest);
	accord_form_32(&digest, ACCORD_TAG_DATE, 0x01020304);
	check_form(&digest, "32 bits", "4401020304");
	begin_capture(&digest);
	accord_form_numeric(&digest, true, -1, digits, 3);
	check_form(&digest, "a numeric", "6e02ffffffff00000003000109291770");
	begin_capture(&digest);
	accord_form_numeric(&digest, false, 0, digits, 0);
	check_form(&digest, "numeric zero", "6e00");
}

static void
test_intervals(void)
{
	static const struct
	{
		int32_t		months;
		int32_t		days;
		int64_t		microseconds;
		const char *form;
	}			cases[] = {
		{0, 0, 0, "4900000000000000000000000000000000"},
		{1, 0, 0, "49000000000000001e0000000000000000"},
		{0, 30, 0, "49000000000000001e0000000000000000"},
		{0, 29, INT64_C(86400000000), "49000000000000001e0000000000000000"},
		{0, 0, -1, "49ffffffffffffffff000000141dd75fff"},
		{-1, 30, -INT64_C(86400000000), "49ffffffffffffffff0000000000000000"},
		{INT32_MAX, INT32_MAX, INT64_MAX, "490000000f865ce7d8000000035d925fff"},
		{INT32_MIN, INT32_MIN, INT64_MIN, "49fffffff079a3180800000010c0450000"},
	};
	AccordDigest digest;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		begin_capture(&digest);
		accord_form_interval(&digest, cases[i].months, cases[i].days, cases[i].microseconds);
		check_form(&digest, "an interval", cases[i].form);
	}
}

static void
test_bytes(void)
{
	static const unsigned char bits[] = {0xA0, 0x40};
	AccordDigest digest;

	begin_capture(&digest);
	accord_form_null(&digest);
	check_form(&digest, "NULL", "00");
	begin_capture(&digest);
	accord_form_bytes(&digest, ACCORD_TAG_TEXT, "", 0);
	check_form(&digest, "empty text", "7300000000");
	begin_capture(&digest);
	accord_form_bytes(&digest, ACCORD_TAG_TEXT, "ab", 2);
	accord_form_bytes(&digest, ACCORD_TAG_TEXT, "c", 1);
	check_form(&digest, "two texts", "73000000026162730000000163");
	begin_capture(&digest);
	accord_form_bits(&digest, ACCORD_TAG_BIT, bits, 10);
	check_form(&digest, "ten bits", "310000000aa040");
	begin_capture(&digest);
	accord_form_bits(&digest, ACCORD_TAG_BIT, bits, 8);
	check_form(&digest, "eight bits", "3100000008a0");
}

/* XXH3 of 0, 1, 2 ... as another implementation has it */
static const struct
{
	size_t		len;
	const char *hash;
}			hashes[] = {
	{0, "99aa06d3014798d86001c324468d497f"},
	{1, "a6cd5e9392000f6ac44bdff4074eecdb"},
	{9, "16c769d83e4aebce907931979dca3746"},
	{16, "72950631827607e2842812cc870dcae2"},
	{17, "685bc458b37d057fc06e233df7729217"},
	{128, "14792fc3af88dc6c05321a0b64d67b41"},
	{129, "dd5e74ac6b45f54ebc30b63382b09a3b"},
	{240, "65b5be86da5540e7c92b68e16f83bbb6"},
	{241, "1da1cb61bcb8a2a102e8cd95421c6d02"},
	{2047, "39ffd58d75bdfc32ebb4a67fecb7bb5a"},
	{2048, "df73e0768dd183fadd420471ff96bd00"},
	{2049, "95f65d47a8aa231662dff343e7dbac9b"},
	{4096, "03916578969f7a66eb4b7c3707879151"},
	{8192, "cc9793551046aad5192da51815062f07"},
};

static void
test_hashes(void)
{
	unsigned char data[CAPTURE_BYTES];
	unsigned char result[ACCORD_DIGEST_BYTES];
	char		hex[2 * ACCORD_DIGEST_BYTES + 1];
	AccordDigest digest;

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (unsigned char) i;
	for (size_t i = 0; i < sizeof(hashes) / sizeof(hashes[0]); i++)
		for (size_t piece = 1; piece <= CAPTURE_BYTES; piece = piece * 5 + 1)
		{
			accord_digest_begin(&digest, &accord_digest_xxh3);
			for (size_t at = 0; at < hashes[i].len; at += piece)
				accord_digest_add(&digest, data + at,
								  hashes[i].len - at < piece ? hashes[i].len - at : piece);
			accord_digest_finish(&digest, result);
			to_hex(result, sizeof(result), hex);
			tap_result(strcmp(hex, hashes[i].hash) == 0);
			printf("hash of %zu bytes in pieces of %zu\n", hashes[i].len, piece);
		}
}

int
main(void)
{
	test_bytes();
	test_numbers();
	test_floats();
	test_intervals();
	test_hashes();
	return tap_done();
}
