/*
 * token_form_test.c
 *	  Tokens are what docs/tokens.md says: the expected ones were made by
 *	  Python's hmac and base64.
 *
 * build: src/mask/token_form.c src/mask/crypto.c -lcrypto
 */
#include "mask/token_form.h"

#include "tap.h"

typedef struct Example
{
	const char *domain;
	const char *value;
	int32_t		version;
	const char *text;
	const char *uuid;
} Example;

/* under the key 00 01 02 ... 1f */
static const Example examples[] = {
	{"person", "42", 1,
	"t1_ueh6zt6bgqrtgloiq2dntmw7aq", "0001a10feccf8134a3332dc88686d9b2"},
	{"person", "", 2,
	"t2_3cjrjj5j27lsngulgiwlha3n7a", "0002d89314a789d797269a8b322cb383"},
	{"person", "ada@example.com", 65535,
	"t65535_733hrfmei37uffn6giygvboq5q", "fffffef678958446bf4295be32306a85"},
	{"пациент", "ж", 10,
	"t10_xs5swj3ltk3i3l3fy6a53raahu", "000abcbb2b278b9ab68daf65c781ddc4"},
	{"d", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 2147483647,
	"t2147483647_rrlicrx7ci2i5y7snvufnwu4wq", "ffff8c5681468f12b48ee3f26d6856da"},
};

static void
check(const char *what, const char *expected, const char *actual)
{
	tap_result(strcmp(expected, actual) == 0);
	printf("%s\n", what);
	if (strcmp(expected, actual) != 0)
		printf("# expected %s, not %s\n", expected, actual);
}

static void
write_hex(const uint8_t *bytes, char *out)
{
	for (int i = 0; i < ACCORD_TOKEN_UUID_BYTES; i++)
		sprintf(out + 2 * i, "%02x", bytes[i]);
}

static void
check_example(AccordHmac *hmac, const Example *example)
{
	uint8_t		prefix[ACCORD_TOKEN_PREFIX_BYTES(64)];
	uint8_t		mac[ACCORD_MAC_BYTES];
	uint8_t		uuid[ACCORD_TOKEN_UUID_BYTES];
	char text[	ACCORD_TOKEN_TEXT_BYTES + 1];
	char		hex[2 * ACCORD_TOKEN_UUID_BYTES + 1];
	size_t		prefix_len = accord_token_prefix(example->domain, strlen(example->domain), prefix);
	char	   *value = tap_exact_copy(example->value, strlen(example->value));

	if (!accord_token_mac(hmac, prefix, prefix_len, value, strlen(example->value), mac))
		abort();
	text[		accord_token_write_text(example->version, mac, text)] = '\0';

	check("a token as text", example->text, text);
	accord_token_write_uuid(example->version, mac, uuid);
	write_hex(uuid, hex);
	check("a token as uuid", example->uuid, hex);
	tap_result(accord_token_version_of_text(text, strlen(text)) == example->version);
	printf("its version as text\n");
	tap_result(accord_token_version_of_uuid(uuid) == (example->version & 0xFFFF));
	printf("its version as uuid\n");
	free(value);
}

/* A value is hashed as one whether it is gathered or not. */
static void
check_lengths(AccordHmac *hmac)
{
	uint8_t		prefix[ACCORD_TOKEN_PREFIX_BYTES(64)];
	size_t		prefix_len = accord_token_prefix("d", 1, prefix);
	int			wrong = 0;

	for (size_t len = 480; len < 540; len++)
	{
		char	   *value = malloc(len);
		uint8_t		number[4];
		uint8_t		mac[ACCORD_MAC_BYTES];
		uint8_t		pieces[ACCORD_MAC_BYTES];

		if (value == NULL)
			abort();
		memset(value, 'v', len);
		(void) accord_put_uint32(number, (uint32_t) len);
		if (!accord_token_mac(hmac, prefix, prefix_len, value, len, mac) || !accord_hmac_begin(hmac) ||
			!accord_hmac_add(hmac, prefix, prefix_len) || !accord_hmac_add(hmac, number, sizeof(number)) ||
			!accord_hmac_add(hmac, value, len) || !accord_hmac_finish(hmac, pieces))
			abort();
		wrong += memcmp(mac, pieces, sizeof(mac)) != 0;
		free(value);
	}
	tap_result(wrong == 0);
	printf("values of any length\n");
}

int
main(void)
{
	uint8_t		key[ACCORD_KEY_BYTES];
	AccordHmac *hmac;

	for (int i = 0; i < ACCORD_KEY_BYTES; i++)
		key[i] = (uint8_t) i;
	hmac = accord_hmac_new(key, sizeof(key));
	if (hmac == NULL)
		abort();
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
		check_example(hmac, &examples[i]);
	check_lengths(hmac);
	accord_hmac_free(hmac);
	return tap_done();
}
