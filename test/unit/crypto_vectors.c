/*
 * crypto_vectors.c
 *	  HMAC, HKDF and AES-256-GCM give what their specifications print.
 *
 * Each table names the text it was typed in from.  Contexts are used again
 * from one vector to the next under the same key, as SQL uses them.
 *
 * build: src/mask/crypto.c -lcrypto
 */
#include "mask/crypto.h"

#include "tap.h"

#define MAX_BYTES 256

typedef struct Bytes
{
	size_t		len;
	uint8_t		data[MAX_BYTES];
} Bytes;

/* Digits to bytes; "0b*20" is a byte so many times, "'text" the text itself. */
static Bytes
bytes_of(const char *text)
{
	Bytes		bytes = {0};
	unsigned int byte;
	unsigned int times;
	int			read = 0;

	if (text[0] == '\'')
	{
		bytes.len = strlen(text +1);
		memcpy(bytes.data, text +1, bytes.len);
	}
	else if (sscanf(text, "%2x*%u%n", &byte, &times, &read) == 2 && text[read] == '\0')
	{
		bytes.len = times;
		memset(bytes.data, (int) byte, times);
	}
	else
		for (; sscanf(text, "%2x", &byte) == 1; text +=2)
			bytes.data[bytes.len++] = (uint8_t) byte;
	return bytes;
}

/* from, from + 1 ... to */
static Bytes
bytes_between(int from, int to)
{
	Bytes		bytes = {0};

	while (from <= to)
		bytes.data[bytes.len++] = (uint8_t) from++;
	return bytes;
}

static bool
is_equal(const uint8_t *got, size_t len, const char *expected)
{
	Bytes		bytes = bytes_of(expected);

	return bytes.len == len && accord_equal(got, bytes.data, len);
}

/* RFC 4231, 4.2 to 4.8; the fifth is truncated to 128 bits there */
static const struct
{
	const char *key;
	const char *data;
	const char *mac;
}			macs[] = {

	{"0b*20", "'Hi There",
	"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
	{"'Jefe", "'what do ya want for nothing?",
	"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
	{"aa*20", "dd*50",
	"773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
	{"0102030405060708090a0b0c0d0e0f10111213141516171819", "cd*50",
	"82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
	{"0c*20", "'Test With Truncation",
	"a3b6167473100ee06e0c796c2955552b"},
	{"aa*131", "'Test Using Larger Than Block-Size Key - Hash Key First",
	"60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
	{"aa*131", "'This is a test using a larger than block-size key and a larger than block-size data."
		" The key needs to be hashed before being used by the HMAC algorithm.",
	"9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
};

static void
test_hmac(void)
{
	for (size_t i = 0; i < sizeof(macs) / sizeof(macs[0]); i++)
	{
		Bytes		key = bytes_of(macs[i].key);
		Bytes		data = bytes_of(macs[i].data);
		AccordHmac *hmac = accord_hmac_new(key.data, key.len);

		/* whole, then in ever smaller pieces */
		for (size_t piece = data.len; hmac != NULL && piece > 0; piece /= 3)
		{
			uint8_t		mac[ACCORD_MAC_BYTES];
			bool		done = accord_hmac_begin(hmac);

			for (size_t at = 0; at < data.len; at += piece)
				done = done && accord_hmac_add(hmac, data.data + at, data.len - at < piece ? data.len - at : piece);
			done = done && accord_hmac_finish(hmac, mac);
			tap_result(done && is_equal(mac, strlen(macs[i].mac) / 2, macs[i].mac));
			printf("HMAC-SHA-256, case %zu of RFC 4231, in pieces of %zu\n", i + 1, piece);
		}
		accord_hmac_free(hmac);
	}
}

static void
check_hkdf(int number, Bytes secret, Bytes salt, Bytes info, const char *key, const char *out)
{
	uint8_t		extracted[ACCORD_MAC_BYTES];
	uint8_t		expanded[MAX_BYTES];
	size_t		len = strlen(out) / 2;

	tap_result(accord_hkdf_extract(salt.data, salt.len, secret.data, secret.len, extracted) &&
			   is_equal(extracted, sizeof(extracted), key));
	printf("HKDF extract, case %d of RFC 5869\n", number);
	tap_result(accord_hkdf_expand(extracted, info.data, info.len, expanded, len) &&
			   is_equal(expanded, len, out));
	printf("HKDF expand, case %d of RFC 5869\n", number);
}

/* RFC 5869, A.1 to A.3 */
static void
test_hkdf(void)
{
	Bytes		none = {0};

	check_hkdf(1, bytes_of("0b*22"), bytes_between(0x00, 0x0c), bytes_between(0xf0, 0xf9),
			   "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
			   "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
	check_hkdf(2, bytes_between(0x00, 0x4f), bytes_between(0x60, 0xaf), bytes_between(0xb0, 0xff),
			   "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
			   "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
			   "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
			   "cc30c58179ec3e87c14c01d5c1f3434f1d87");
	check_hkdf(3, bytes_of("0b*22"), none, none,
			   "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
			   "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

static void
test_hkdf_limits(void)
{
	static uint8_t long_out[255 * ACCORD_MAC_BYTES + 1];
	uint8_t		key[ACCORD_KEY_BYTES] = {1};
	uint8_t		subkey[ACCORD_KEY_BYTES];

	tap_result(accord_hkdf_expand(key, "", 0, long_out, sizeof(long_out) - 1) &&
			   !accord_hkdf_expand(key, "", 0, long_out, sizeof(long_out)));
	puts("HKDF gives 255 blocks and no more");
	tap_result(accord_subkey(key, "token", subkey) && accord_hkdf_expand(key, "token", 5, long_out, sizeof(subkey)) &&
			   accord_equal(subkey, long_out, sizeof(subkey)));
	puts("a subkey is HKDF expand with its label");
}

#define GCM_KEY "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
#define GCM_NONCE "cafebabefacedbaddecaf888"
#define GCM_PLAIN_60 "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72" \
	"1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
#define GCM_SEALED_60 "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa" \
	"8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"

/*
 * McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)", appendix B:
 * the cases of 256-bit keys and 96-bit nonces.  17 and 18 have other nonces,
 * which accord has not.
 */
static const struct
{
	int			number;
	const char *key;
	const char *nonce;
	const char *associated;
	const char *plain;
	const char *sealed;
	const char *seal;
}			seals[] = {
	{13, "00*32", "00*12", "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
	{14, "00*32", "00*12", "", "00*16", "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"},
	{15, GCM_KEY, GCM_NONCE, "", GCM_PLAIN_60 "1aafd255", GCM_SEALED_60 "898015ad",
	"b094dac5d93471bdec1a502270e3cc6c"},
	{16, GCM_KEY, GCM_NONCE, "feedfacedeadbeeffeedfacedeadbeefabaddad2", GCM_PLAIN_60, GCM_SEALED_60,
	"76fc6ece0f4e1768cddf8853bb2d551b"},
};

static void
check_open(AccordGcm *gcm, int number, const Bytes *nonce, const Bytes *associated, const Bytes *sealed, Bytes seal,
		   const Bytes *plain)
{
	Bytes		opened = {0};
	Bytes		wiped = {0};

	tap_result(accord_gcm_open(gcm, nonce->data, associated->data, associated->len, sealed->data, sealed->len,
							   seal.data, opened.data) &&
			   memcmp(opened.data, plain->data, plain->len) == 0);
	printf("AES-256-GCM opens, case %d of its specification\n", number);
	seal.data[ACCORD_SEAL_BYTES - 1] ^= 1;
	tap_result(!accord_gcm_open(gcm, nonce->data, associated->data, associated->len, sealed->data, sealed->len,
								seal.data, opened.data) &&
			   memcmp(opened.data, wiped.data, sealed->len) == 0);
	printf("AES-256-GCM refuses another tag and shows nothing, case %d\n", number);
}

static void
test_gcm(void)
{
	for (size_t i = 0; i < sizeof(seals) / sizeof(seals[0]); i++)
	{
		Bytes		key = bytes_of(seals[i].key);
		Bytes		nonce = bytes_of(seals[i].nonce);
		Bytes		associated = bytes_of(seals[i].associated);
		Bytes		plain = bytes_of(seals[i].plain);
		Bytes		expected = bytes_of(seals[i].sealed);
		AccordGcm  *gcm = accord_gcm_new(key.data);

		/* the second time after the same context has opened */
		for (int round = 0; gcm != NULL && round < 2; round++)
		{
			Bytes		sealed = {.len = plain.len};
			Bytes		seal = {.len = ACCORD_SEAL_BYTES};

			tap_result(accord_gcm_seal(gcm, nonce.data, associated.data, associated.len, plain.data, plain.len,
									   sealed.data, seal.data) &&
					   memcmp(sealed.data, expected.data, expected.len) == 0 &&
					   is_equal(seal.data, seal.len, seals[i].seal));
			printf("AES-256-GCM seals, case %d of its specification\n", seals[i].number);
			check_open(gcm, seals[i].number, &nonce, &associated, &sealed, seal, &plain);
		}
		accord_gcm_free(gcm);
	}
}

static void
test_rest(void)
{
	Bytes		first = {0};
	Bytes		second = {0};
	Bytes		wiped = {0};

	tap_result(accord_random(first.data, 32) && accord_random(second.data, 32) &&
			   !accord_equal(first.data, second.data, 32));
	puts("random bytes differ");
	tap_result(accord_equal(first.data, first.data, 32) && (second = first, second.data[31] ^= 1, true) &&
			   accord_equal(first.data, second.data, 31) && !accord_equal(first.data, second.data, 32));
	puts("equal up to the last byte");
	accord_wipe(first.data, 32);
	tap_result(memcmp(first.data, wiped.data, sizeof(wiped.data)) == 0);
	puts("wiped");
}

int
main(void)
{
	test_hmac();
	test_hkdf();
	test_hkdf_limits();
	test_gcm();
	test_rest();
	return tap_done();
}
