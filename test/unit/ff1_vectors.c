/*
 * ff1_vectors.c
 *	  FF1 computes what NIST and others say it does, both ways, and refuses
 *	  what they say is to be refused.
 *
 *	  ff1_vectors FILE...
 *
 * FILEs are JSON, gzipped or not, in the format of NIST's samples, of ACVP or
 * of Wycheproof's FpeStrTest and FpeListTest.  Without any, those of
 * ACCORD_TEST_DATA are read.  Needs no server.
 *
 * needs: openssl/evp.h jansson.h zlib.h
 * build: src/mask/ff1.c -lcrypto -ljansson -lz
 */

#include <jansson.h>
#include <zlib.h>

#include "mask/ff1.h"

#include "tap.h"

#define MAX_DIGITS 1024
#define MAX_BYTES 256
#define MAX_FILE (64 * 1024 * 1024)

typedef struct Digits
{
	size_t		n;
	uint16_t	values[MAX_DIGITS];
} Digits;

typedef struct Bytes
{
	size_t		n;
	uint8_t		values[MAX_BYTES];
} Bytes;

typedef struct Vector
{
	Bytes		key;
	Bytes		tweak;
	uint32_t	radix;
	Digits		plain;
	Digits		cipher;
} Vector;

#define DIGITS_36 "0123456789abcdefghijklmnopqrstuvwxyz"
#define KEY_128 "2B7E151628AED2A6ABF7158809CF4F3C"
#define KEY_192 KEY_128 "EF4359D8D580AA4F"
#define KEY_256 KEY_192 "7F036D6F04FC6A94"

/* NIST, "FF1samples.pdf", of the examples with intermediate values for SP 800-38G */
static const struct
{
	uint32_t	radix;
	const char *key;
	const char *tweak;
	const char *plain;
	const char *cipher;
}			samples[] = {
	{10, KEY_128, "", "0123456789", "2433477484"},
	{10, KEY_128, "39383736353433323130", "0123456789", "6124200773"},
	{36, KEY_128, "3737373770717273373737", "0123456789abcdefghi", "a9tv40mll9kdu509eum"},
	{10, KEY_192, "", "0123456789", "2830668132"},
	{10, KEY_192, "39383736353433323130", "0123456789", "2496655549"},
	{36, KEY_192, "3737373770717273373737", "0123456789abcdefghi", "xbj3kv35jrawxv32ysr"},
	{10, KEY_256, "", "0123456789", "6657667009"},
	{10, KEY_256, "39383736353433323130", "0123456789", "1001623463"},
	{36, KEY_256, "3737373770717273373737", "0123456789abcdefghi", "xs8a0azh2avyalyzuwd"},
};

static void
stop(const char *file, const char *why)
{
	printf("Bail out! %s: %s\n", file, why);
	exit(1);
}

static void
read_hex(const char *hex, Bytes *bytes)
{
	bytes->n = strlen(hex) / 2;
	if (bytes->n > MAX_BYTES)
		stop("hexadecimal", "too long");
	for (size_t i = 0; i < bytes->n; i++)
	{
		unsigned	byte;

		if (sscanf(hex + 2 * i, "%2x", &byte) != 1)
			stop("hexadecimal", "no digit");
		bytes->values[i] = (uint8_t) byte;
	}
}

/* A symbol that is none becomes the radix, which is no digit either. */
static void
read_symbols(const char *string, const char *alphabet, Digits *digits)
{
	digits->n = strlen(string);
	if (digits->n > MAX_DIGITS)
		stop("digits", "too many");
	for (size_t i = 0; i < digits->n; i++)
	{
		char		wanted[2] = {string[i]};

		digits->values[i] = (uint16_t) strcspn(alphabet, wanted);
	}
}

static void
read_list(const json_t *list, uint32_t radix, Digits *digits)
{
	digits->n = json_array_size(list);
	if (digits->n > MAX_DIGITS)
		stop("digits", "too many");
	for (size_t i = 0; i < digits->n; i++)
	{
		json_int_t	value = json_integer_value(json_array_get(list, i));

		digits->values[i] = (uint16_t) (value < 0 || value >= radix ? radix : value);
	}
}

static bool
equal(const Digits *a, const Digits *b)
{
	return a->n == b->n && memcmp(a->values, b->values, a->n * sizeof(uint16_t)) == 0;
}

static AccordFf1Error
run_cipher(const Vector *vector, unsigned flags, bool encrypt, Digits *digits)
{
	AccordFf1  *ff1;
	AccordFf1Error error = accord_ff1_create(&ff1, vector->key.values, vector->key.n, vector->radix, flags);

	if (error == ACCORD_FF1_OK)
		error = (encrypt ? accord_ff1_encrypt : accord_ff1_decrypt)
			(ff1, vector->tweak.values, vector->tweak.n, digits->values, digits->n);
	accord_ff1_free(ff1);
	return error;
}

static bool
works(const Vector *vector, unsigned flags)
{
	Digits		there = vector->plain;
	Digits		back = vector->cipher;

	return run_cipher(vector, flags, true, &there) == ACCORD_FF1_OK && equal(&there, &vector->cipher) &&
		run_cipher(vector, flags, false, &back) == ACCORD_FF1_OK && equal(&back, &vector->plain);
}

/* Both ways, with that error, and the digits are left alone. */
static bool
is_refused(const Vector *vector, unsigned flags, AccordFf1Error expected)
{
	Digits		there = vector->plain;
	Digits		back = vector->plain;

	return run_cipher(vector, flags, true, &there) == expected && equal(&there, &vector->plain) &&
		run_cipher(vector, flags, false, &back) == expected && equal(&back, &vector->plain);
}

/* Below the floor: refused, and for no other reason. */
static bool
passes(const Vector *vector)
{
	if (vector->plain.n >= accord_ff1_min_length(vector->radix, ACCORD_FF1_MIN_DOMAIN))
		return works(vector, 0) && works(vector, ACCORD_FF1_LONG_ARITHMETIC);
	return is_refused(vector, 0, ACCORD_FF1_TOO_SHORT) && works(vector, ACCORD_FF1_FIRST_EDITION) &&
		works(vector, ACCORD_FF1_FIRST_EDITION | ACCORD_FF1_LONG_ARITHMETIC);
}

/* ---- files ---- */

static const char *
member(const json_t *object, const char *name, const char *otherwise)
{
	const char *value = json_string_value(json_object_get(object, name));

	return value ? value : otherwise;
}

/* The digits of a test are text over an alphabet, or a list. */
static void
read_digits(const json_t *value, const char *alphabet, uint32_t radix, Digits *digits)
{
	if (json_is_array(value))
		read_list(value, radix, digits);
	else if (json_is_string(value) && alphabet != NULL)
		read_symbols(json_string_value(value), alphabet, digits);
	else
		stop("vector", "without its digits");
}

static const struct
{
	const char *flag;
	AccordFf1Error error;
}			invalid_flags[] = {
	{"InvalidKeySize", ACCORD_FF1_BAD_KEY_SIZE},
	{"InvalidMessageSize", ACCORD_FF1_TOO_SHORT},
	{"InvalidPlaintext", ACCORD_FF1_BAD_DIGIT},
};

static bool
invalid_is_refused(const Vector *vector, const json_t *flags)
{
	const char *flag = json_string_value(json_array_get(flags, 0));

	for (size_t i = 0; i < sizeof(invalid_flags) / sizeof(invalid_flags[0]); i++)
		if (flag != NULL && strcmp(flag, invalid_flags[i].flag) == 0)
			return is_refused(vector, 0, invalid_flags[i].error) &&
				is_refused(vector, ACCORD_FF1_FIRST_EDITION, invalid_flags[i].error);
	return false;
}

/* "message" and "result" are what this format calls plaintext and ciphertext. */
static void
run_test(const char *file, const json_t *test, const json_t *group, const char *message, const char *result)
{
	const json_t *radix = json_object_get(test, "radix");
	const char *alphabet = member(group, "alphabet", NULL);
	const json_t *flags = json_object_get(test, "flags");
	bool		valid = strcmp(member(test, "result", "valid"), "valid") == 0;
	Vector		vector;

	vector.radix = (uint32_t) json_integer_value(radix ? radix : json_object_get(group, "radix"));
	read_hex(member(test, "key", ""), &vector.key);
	read_hex(member(test, "tweak", ""), &vector.tweak);
	read_digits(json_object_get(test, message), alphabet, vector.radix, &vector.plain);
	read_digits(json_object_get(test, result), alphabet, vector.radix, &vector.cipher);
	tap_result(valid ? passes(&vector) : invalid_is_refused(&vector, flags));
	printf("%s %lld %s\n", file, json_integer_value(json_object_get(test, radix ? "sample" : "tcId")),
		   json_array_size(flags) > 0 ? json_string_value(json_array_get(flags, 0)) : "");
}

static json_t *
load(const char *path, const char *file)
{
	char	   *buffer = malloc(MAX_FILE);
	gzFile		input = gzopen(path, "rb");
	int			len;
	json_t	   *document;

	if (buffer == NULL || input == NULL)
		stop(file, "cannot be opened");
	len = gzread(input, buffer, MAX_FILE);
	document = len < 0 ? NULL : json_loadb(buffer, (size_t) len, JSON_REJECT_DUPLICATES, NULL);
	if (document == NULL)
		stop(file, "is no JSON");
	gzclose(input);
	free(buffer);
	return document;
}

static void
run_file(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *file = slash ? slash + 1 : path;
	json_t	   *document = load(path, file);
	json_t	   *group;
	json_t	   *test;
	size_t		i;
	size_t		j;
	int			before = tap_count;

	json_array_foreach(json_object_get(document, "vectors"), i, test)
		run_test(file, test, document, "plaintext", "ciphertext");
	json_array_foreach(json_object_get(document, "testGroups"), i, group)
	{
		json_array_foreach(json_object_get(group, "tests"), j, test)
			run_test(file, test, group, json_object_get(test, "pt") ? "pt" : "msg", "ct");
	}
	if (tap_count == before)
		stop(file, "has no vectors");
	json_decref(document);
}

/* How many files were skipped. */
static int
run_test_data(void)
{
	static const char *const files[] = {
		"nist-samples.json", "acvp-subset.json",
		"wycheproof/aes_ff1_base10_test.json.gz", "wycheproof/aes_ff1_base36_test.json.gz",
		"wycheproof/aes_ff1_radix10_test.json.gz", "wycheproof/aes_ff1_radix36_test.json.gz"
	};
	const char *directory = getenv("ACCORD_TEST_DATA");
	char		path[4096];
	int			skipped = 0;

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
	{
		if (directory != NULL)
		{
			snprintf(path, sizeof(path), "%s/ff1/%s", directory, files[i]);
			run_file(path);
			continue;
		}
		tap_result(true);
		printf("%s # SKIP no ACCORD_TEST_DATA\n", files[i]);
		skipped++;
	}
	return skipped;
}

/* ---- without files ---- */

static void
run_samples(void)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
	{
		Vector		vector = {.radix = samples[i].radix};
		char		alphabet[] = DIGITS_36;

		alphabet[samples[i].radix] = '\0';
		read_hex(samples[i].key, &vector.key);
		read_hex(samples[i].tweak, &vector.tweak);
		read_symbols(samples[i].plain, alphabet, &vector.plain);
		read_symbols(samples[i].cipher, alphabet, &vector.cipher);
		tap_result(passes(&vector));
		printf("NIST sample %zu\n", i + 1);
	}
}

/* A vector that is not known, only the same each time it is run. */
static void
make_vector(Vector *vector, uint32_t radix, size_t n, size_t tweak_len, uint64_t *seed)
{
	memset(vector, 0, sizeof(*vector));
	vector->radix = radix;
	read_hex(KEY_256, &vector->key);
	vector->tweak.n = tweak_len;
	for (size_t i = 0; i < tweak_len; i++)
		vector->tweak.values[i] = (uint8_t) (i * 7 + 1);
	vector->plain.n = n;
	for (size_t i = 0; i < n; i++)
	{
		*seed = *seed * 6364136223846793005 + 1442695040888963407;
		vector->plain.values[i] = (uint16_t) ((*seed >> 40) % radix);
	}
	/* the greatest digits carry the most */
	if (n % 3 == 0)
		for (size_t i = 0; i < n; i++)
			vector->plain.values[i] = (uint16_t) (radix - 1);
}

/* Both arithmetics agree, and decryption brings the value back. */
static bool
agrees(Vector *vector)
{
	vector->cipher = vector->plain;
	return run_cipher(vector, ACCORD_FF1_LONG_ARITHMETIC, true, &vector->cipher) == ACCORD_FF1_OK &&
		!equal(&vector->cipher, &vector->plain) && passes(vector);
}

static void
run_agreement(void)
{
	static const uint32_t radices[] = {2, 3, 10, 16, 26, 33, 36, 62, 64, 85, 255, 256, 257, 1000, 32768, 65535, 65536};
	uint64_t	seed = 1;
	Vector		vector;

	for (size_t i = 0; i < sizeof(radices) / sizeof(radices[0]); i++)
	{
		size_t		shortest = accord_ff1_min_length(radices[i], ACCORD_FF1_MIN_DOMAIN);
		bool		good = true;

		for (size_t n = shortest; n < 140; n++)
			for (size_t tweak_len = 0; tweak_len < 34; tweak_len += 1 + n % 5)
			{
				make_vector(&vector, radices[i], n, tweak_len, &seed);
				good = good && agrees(&vector);
			}
		make_vector(&vector, radices[i], MAX_DIGITS, 200, &seed);
		tap_result(good && agrees(&vector));
		printf("radix %u: words and long numbers agree, and decrypt\n", radices[i]);
	}
}

/* No two values of a domain become the same one. */
static void
run_permutation(void)
{
	static bool seen[1000];
	bool		good = true;
	Vector		vector;
	uint64_t	seed = 1;

	for (int value = 0; value < 1000; value++)
	{
		Digits	   *digits = &vector.plain;
		int			cipher;

		make_vector(&vector, 10, 3, 5, &seed);
		digits->values[0] = (uint16_t) (value / 100);
		digits->values[1] = (uint16_t) (value / 10 % 10);
		digits->values[2] = (uint16_t) (value % 10);
		good = good && run_cipher(&vector, ACCORD_FF1_FIRST_EDITION, true, digits) == ACCORD_FF1_OK;
		cipher = digits->values[0] * 100 + digits->values[1] * 10 + digits->values[2];
		good = good && cipher < 1000 && !seen[cipher % 1000];
		seen[cipher % 1000] = true;
	}
	tap_result(good);
	printf("a permutation of the thousand values of three digits\n");
}

static void
expect_error(Vector *vector, AccordFf1Error expected, const char *name)
{
	tap_result(is_refused(vector, 0, expected));
	printf("%s\n", name);
}

static void
run_refusals(void)
{
	uint64_t	seed = 1;
	Vector		vector;

	make_vector(&vector, 10, 6, 0, &seed);
	tap_result(agrees(&vector));
	printf("6 digits are a million\n");
	vector.plain.values[5] = 10;
	expect_error(&vector, ACCORD_FF1_BAD_DIGIT, "a digit of the radix' size");
	vector.radix = 1;
	expect_error(&vector, ACCORD_FF1_BAD_RADIX, "radix 1");
	vector.radix = 65537;
	expect_error(&vector, ACCORD_FF1_BAD_RADIX, "radix 65537");
	make_vector(&vector, 10, 5, 0, &seed);
	expect_error(&vector, ACCORD_FF1_TOO_SHORT, "5 digits");
	make_vector(&vector, 999, 2, 0, &seed);
	expect_error(&vector, ACCORD_FF1_TOO_SHORT, "998,001 values");
	make_vector(&vector, 1000, 2, 0, &seed);
	tap_result(agrees(&vector));
	printf("two digits of radix 1000\n");
	make_vector(&vector, 65536, 1, 0, &seed);
	expect_error(&vector, ACCORD_FF1_TOO_SHORT, "one digit, however large");
	make_vector(&vector, 10, 0, 0, &seed);
	expect_error(&vector, ACCORD_FF1_TOO_SHORT, "no digit");
	vector.key.n = 17;
	expect_error(&vector, ACCORD_FF1_BAD_KEY_SIZE, "a key of 17 bytes");
}

static bool
limits_hold(void)
{
	static uint16_t digits[ACCORD_FF1_MAX_LENGTH + 1];
	static uint8_t tweak[ACCORD_FF1_MAX_TWEAK + 1];
	AccordFf1  *ff1;
	size_t		n = ACCORD_FF1_MAX_LENGTH;
	size_t		tweak_len = ACCORD_FF1_MAX_TWEAK;
	bool		good = accord_ff1_create(&ff1, tweak, 16, 10, 0) == ACCORD_FF1_OK &&
		accord_ff1_encrypt(ff1, tweak, tweak_len, digits, n + 1) == ACCORD_FF1_TOO_LONG &&
		accord_ff1_encrypt(ff1, tweak, tweak_len + 1, digits, n) == ACCORD_FF1_TWEAK_TOO_LONG &&
		accord_ff1_encrypt(ff1, tweak, tweak_len, digits, n) == ACCORD_FF1_OK &&
		accord_ff1_decrypt(ff1, tweak, tweak_len, digits, n) == ACCORD_FF1_OK;

	for (size_t i = 0; i < n; i++)
		good = good && digits[i] == 0;
	accord_ff1_free(ff1);
	return good;
}

int
main(int argc, char **argv)
{
	int			skipped;
	int			status;

	run_samples();
	run_agreement();
	run_permutation();
	run_refusals();
	tap_result(limits_hold());
	printf("the longest value and tweak, and no longer ones\n");
	for (int i = 1; i < argc; i++)
		run_file(argv[i]);
	skipped = argc == 1 ? run_test_data() : 0;
	status = tap_done();
	printf("%d passed, %d failed\n", tap_count - tap_failed - skipped, tap_failed);
	return status;
}
