/*
 * seal_test.c
 *	  The form of encrypted values is what docs/tokens.md says, nonces are not
 *	  used twice, and no derived key is used more often than GCM allows.
 *
 * build: src/mask/seal.c src/mask/crypto.c -lcrypto
 */
#include "mask/seal.h"

#include "tap.h"

#define PLACE "\0\0\0\1d\377\377\377\377\377\377\377\377"
#define PLACE_BYTES (sizeof(PLACE) - 1)

static const uint8_t subkey[ACCORD_KEY_BYTES] = {1, 2, 3};

static AccordPlace
make_place(uint8_t *room)
{
	AccordPlace place = {room, ACCORD_SEALED_HEADER + PLACE_BYTES};

	memcpy(room + ACCORD_SEALED_HEADER, PLACE, PLACE_BYTES);
	return place;
}

static void
check(bool passed, const char *what)
{
	tap_result(passed);
	printf("%s\n", what);
}

static AccordDerived
derive(const uint8_t *salt)
{
	AccordDerived derived;

	if (!accord_derive(&derived, subkey, salt))
		abort();
	return derived;
}

/* Made apart from this code, by Python's hmac and cryptography. */
static void
check_known(void)
{
	static const uint8_t known[] = {
		0x01, 0x01, 0x00, 0x00, 0x00, 0x07, 0x00, 0x00, 0x00, 0x05, 0x00, 0x01,
		0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d,
		0x0e, 0x0f, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d,
		0x6e, 0x6f, 0xb6, 0x5b, 0x87, 0x85, 0x59, 0x3d, 0x4a, 0x75, 0xe6, 0x82,
		0xc4, 0x5d, 0x1b, 0xb5, 0x53, 0x9f, 0x69, 0x1c, 0x9d, 0x65, 0x5e, 0x48,
		0xb8, 0x46, 0x8b,
	};
	uint8_t		room[ACCORD_SEALED_HEADER + PLACE_BYTES];
	AccordPlace place = make_place(room);
	AccordSealed sealed;
	uint8_t		plain[64];
	AccordDerived derived;
	char	   *copy = tap_exact_copy((const char *) known, sizeof(known));

	check(accord_sealed_read((uint8_t *) copy, sizeof(known), &sealed) == ACCORD_SEALED_WHOLE && sealed.version == 7 &&
		  sealed.kind == ACCORD_SEALED_TEXT && sealed.len == 5, "a value made elsewhere is read");
	derived = derive(sealed.header + ACCORD_SEALED_SALT);
	check(accord_open(&derived, &sealed, &place, plain) == ACCORD_OPENED && memcmp(plain, "hello", 5) == 0, "and opened");
	accord_derived_free(&derived);
	free(copy);
}

static void
check_limit(void)
{
	uint8_t		room[ACCORD_SEALED_HEADER + PLACE_BYTES];
	AccordPlace place = make_place(room);
	AccordDerived derived = derive(NULL);
	AccordDerived other = derive(NULL);
	AccordSealed what = {.kind = ACCORD_SEALED_TEXT,.version = 1,.len = 1};
	AccordNonces nonces = {0};
	uint8_t		out[ACCORD_SEALED_BYTES(1)];
	const uint8_t plain[1] = {'x'};

	check(memcmp(derived.salt, other.salt, ACCORD_SALT_BYTES) != 0, "each has a salt of its own");
	check(ACCORD_SEALS_OF_A_KEY == 4294967296, "the limit is 2^32");
	derived.sealed = ACCORD_SEALS_OF_A_KEY - 1;
	check(accord_derived_has_room(&derived) && accord_seal(&derived, &what, accord_nonce(&nonces, 1), plain, &place, out),
		  "the last value is sealed");
	check(!accord_derived_has_room(&derived) && !accord_seal(&derived, &what, accord_nonce(&nonces, 1), plain, &place, out),
		  "another one is not");
	accord_derived_free(&derived);
	accord_derived_free(&other);
}

static void
check_nonces(void)
{
	static uint8_t seen[4 * ACCORD_NONCES][ACCORD_NONCE_BYTES];
	AccordNonces nonces = {0};
	AccordNonces child;
	int			twice = 0;
	int			n = 0;

	for (; n < 2 * ACCORD_NONCES + 10; n++)
		memcpy(seen[n], accord_nonce(&nonces, 1), ACCORD_NONCE_BYTES);
	/* what a fork leaves both with */
	child = nonces;
	for (int i = 0; i < 20; i++)
	{
		memcpy(seen[n++], accord_nonce(&nonces, 1), ACCORD_NONCE_BYTES);
		memcpy(seen[n++], accord_nonce(&child, 2), ACCORD_NONCE_BYTES);
	}
	for (int i = 0; i < n; i++)
		for (int j = 0; j < i; j++)
			twice += memcmp(seen[i], seen[j], ACCORD_NONCE_BYTES) == 0;
	check(twice == 0, "no nonce twice, in a child neither");
}

/* Any length of any bytes is read without going beyond it. */
static void
check_cut(void)
{
	uint8_t		room[ACCORD_SEALED_HEADER + PLACE_BYTES];
	AccordPlace place = make_place(room);
	AccordDerived derived = derive(NULL);
	AccordSealed what = {.kind = ACCORD_SEALED_BYTES_OF_USER,.version = 1,.len = 20};
	AccordNonces nonces = {0};
	uint8_t		out[ACCORD_SEALED_BYTES(20)];
	uint8_t		plain[20] = {0};
	int			whole = 0;

	if (!accord_seal(&derived, &what, accord_nonce(&nonces, 1), plain, &place, out))
		abort();
	for (size_t len = 0; len <= sizeof(out); len++)
	{
		char	   *copy = tap_exact_copy((const char *) out, len);
		AccordSealed sealed;

		whole += accord_sealed_read((uint8_t *) copy, len, &sealed) == ACCORD_SEALED_WHOLE;
		free(copy);
	}
	check(whole == 1, "only the whole value is read");
	accord_derived_free(&derived);
}

int
main(void)
{
	check_known();
	check_limit();
	check_nonces();
	check_cut();
	return tap_done();
}
