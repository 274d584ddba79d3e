/*
 * ff1.c
 *	  FF1 of NIST SP 800-38G.
 *
 * The standard speaks of strings A and B that are exchanged after each round,
 * and turns them into numbers and back ten times.  Here the halves stay where
 * they are and stay numbers: round i changes half i mod 2 by a function of the
 * other one.  What depends on length and radix alone is kept for the next
 * value, and of the CBC-MAC that the round function begins with, the part
 * before the round's number is computed once.
 *
 * Halves below 2^64 are machine words; others are OpenSSL's BIGNUMs.
 */
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "mask/ff1.h"

#define ROUNDS 10
#define BLOCK 16				/* bytes, of AES */
#define SHAPES 16				/* kept lengths */

/* What the length of value and tweak decides. */
typedef struct Shape
{
	uint32_t	n;				/* 0: none */
	uint32_t	tweak_len;
	uint32_t	digits[2];		/* of each half: u and v */
	bool		is_word;
	int			b;				/* bytes of a half, as the standard calls it */
	uint64_t	power[2];		/* radix to the power of digits, if is_word */
	uint64_t	inverse[2];		/* 2^64 / power */
	uint8_t		start[BLOCK];	/* the CBC-MAC of the first block */
} Shape;

struct AccordFf1
{
	EVP_CIPHER_CTX *aes;
	uint32_t	radix;
	unsigned	flags;
	size_t		min_length;
	Shape		shapes[SHAPES];
};

size_t
accord_ff1_min_length(uint32_t radix, uint32_t domain)
{
	size_t		n = 2;

	for (uint64_t strings = (uint64_t) radix * radix; strings < domain; strings *= radix)
		n++;
	return n;
}

static const EVP_CIPHER *
aes_of(size_t key_len)
{
	switch (key_len)
	{
		case 16:
			return EVP_aes_128_ecb();
		case 24:
			return EVP_aes_192_ecb();
		case 32:
			return EVP_aes_256_ecb();
		default:
			return NULL;
	}
}

AccordFf1Error
accord_ff1_create(AccordFf1 **result, const uint8_t *key, size_t key_len, uint32_t radix, unsigned flags)
{
	const EVP_CIPHER *cipher = aes_of(key_len);
	AccordFf1  *ff1;

	*result = NULL;
	if (cipher == NULL)
		return ACCORD_FF1_BAD_KEY_SIZE;
	if (radix < ACCORD_FF1_MIN_RADIX || radix > ACCORD_FF1_MAX_RADIX)
		return ACCORD_FF1_BAD_RADIX;
	ff1 = calloc(1, sizeof(*ff1));
	if (ff1 == NULL)
		return ACCORD_FF1_LIBRARY;
	ff1->radix = radix;
	ff1->flags = flags;
	ff1->min_length = accord_ff1_min_length(radix, (flags & ACCORD_FF1_FIRST_EDITION) ?
											ACCORD_FF1_FIRST_MIN_DOMAIN : ACCORD_FF1_MIN_DOMAIN);
	ff1->aes = EVP_CIPHER_CTX_new();
	if (ff1->aes == NULL || EVP_EncryptInit_ex(ff1->aes, cipher, NULL, key, NULL) != 1 ||
		EVP_CIPHER_CTX_set_padding(ff1->aes, 0) != 1)
	{
		accord_ff1_free(ff1);
		return ACCORD_FF1_LIBRARY;
	}
	*result = ff1;
	return ACCORD_FF1_OK;
}

void
accord_ff1_free(AccordFf1 *ff1)
{
	if (ff1 == NULL)
		return;
	EVP_CIPHER_CTX_free(ff1->aes);
	OPENSSL_cleanse(ff1, sizeof(*ff1));
	free(ff1);
}

static inline bool
aes_block(const AccordFf1 *ff1, const uint8_t *in, uint8_t *out)
{
	int			len;

	return EVP_EncryptUpdate(ff1->aes, out, &len, in, BLOCK) == 1;
}

static inline uint64_t
read_64(const uint8_t *bytes)
{
	return (uint64_t) bytes[0] << 56 | (uint64_t) bytes[1] << 48 | (uint64_t) bytes[2] << 40 |
		(uint64_t) bytes[3] << 32 | (uint64_t) bytes[4] << 24 | (uint64_t) bytes[5] << 16 |
		(uint64_t) bytes[6] << 8 | (uint64_t) bytes[7];
}

static inline void
write_64(uint8_t *bytes, uint64_t value)
{
	bytes[0] = (uint8_t) (value >> 56);
	bytes[1] = (uint8_t) (value >> 48);
	bytes[2] = (uint8_t) (value >> 40);
	bytes[3] = (uint8_t) (value >> 32);
	bytes[4] = (uint8_t) (value >> 24);
	bytes[5] = (uint8_t) (value >> 16);
	bytes[6] = (uint8_t) (value >> 8);
	bytes[7] = (uint8_t) value;
}

/* Goes on with a CBC-MAC over some blocks. */
static bool
mac_blocks(const AccordFf1 *ff1, uint8_t *mac, const uint8_t *bytes, size_t len)
{
	for (; len > 0; bytes += BLOCK, len -= BLOCK)
	{
		for (int i = 0; i < BLOCK; i++)
			mac[i] ^= bytes[i];
		if (!aes_block(ff1, mac, mac))
			return false;
	}
	return true;
}

/* ---- what depends on lengths ---- */

/* The standard's P, encrypted. */
static bool
encrypt_first_block(const AccordFf1 *ff1, Shape *shape)
{
	uint8_t		p[BLOCK] = {1, 2, 1};

	p[3] = (uint8_t) (ff1->radix >> 16);
	p[4] = (uint8_t) (ff1->radix >> 8);
	p[5] = (uint8_t) ff1->radix;
	p[6] = ROUNDS;
	p[7] = (uint8_t) shape->digits[0];
	write_64(p + 8, (uint64_t) shape->n << 32 | shape->tweak_len);
	return aes_block(ff1, p, shape->start);
}

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 Wide;

/* The remainder, by the inverse of the divisor: a quotient that is at most one too small. */
static inline uint64_t
reduce(uint64_t value, uint64_t divisor, uint64_t inverse)
{
	uint64_t	rest = value - (uint64_t) ((Wide) value * inverse >> 64) * divisor;

	return rest >= divisor ? rest - divisor : rest;
}

/* false: the halves do not fit into words */
static bool
set_powers(Shape *shape, uint32_t radix)
{
	for (int i = 0; i < 2; i++)
	{
		Wide		power = 1;

		for (uint32_t digit = 0; digit < shape->digits[i]; digit++)
		{
			power *= radix;
			if (power > UINT64_MAX)
				return false;
		}
		shape->power[i] = (uint64_t) power;
		shape->inverse[i] = UINT64_MAX / shape->power[i];
	}
	shape->b = 1;
	while (shape->b < 8 && (shape->power[1] - 1) >> (8 * shape->b) != 0)
		shape->b++;
	return true;
}

/*
 * (half + or - the standard's y) modulo power.  Of y there are 8 bytes in mac
 * if a half has up to 4, else 12.
 */
static inline uint64_t
combine(const Shape *shape, const uint8_t *mac, int side, uint64_t half, bool encrypt)
{
	uint64_t	power = shape->power[side];
	uint64_t	y = read_64(mac);

	if (shape->b > 4)
		y = (uint64_t) (((Wide) y << 32 | read_64(mac + 8) >> 32) % power);
	else
		y = reduce(y, power, shape->inverse[side]);
	if (!encrypt)
		return half >= y ? half - y : half + (power - y);
	return half >= power - y ? half - (power - y) : half + y;
}
#else
static bool
set_powers(Shape *shape, uint32_t radix)
{
	(void) shape, (void) radix;
	return false;
}

static inline uint64_t
combine(const Shape *shape, const uint8_t *mac, int side, uint64_t half, bool encrypt)
{
	(void) shape, (void) mac, (void) side, (void) encrypt;
	return half;
}
#endif

static const Shape *
shape_of(AccordFf1 *ff1, size_t n, size_t tweak_len)
{
	Shape	   *shape = &ff1->shapes[n % SHAPES];

	if (shape->n == n && shape->tweak_len == tweak_len)
		return shape;
	if (shape->n != n)
	{
		shape->n = (uint32_t) n;
		shape->digits[0] = (uint32_t) (n / 2);
		shape->digits[1] = (uint32_t) (n - n / 2);
		shape->is_word = (ff1->flags & ACCORD_FF1_LONG_ARITHMETIC) == 0 && set_powers(shape, ff1->radix);
	}
	shape->tweak_len = (uint32_t) tweak_len;
	if (encrypt_first_block(ff1, shape))
		return shape;
	shape->n = 0;
	return NULL;
}

/* ---- halves that are words ---- */

static inline uint64_t
word_of(const uint16_t *digits, uint32_t n, uint32_t radix)
{
	uint64_t	value = 0;

	for (uint32_t i = 0; i < n; i++)
		value = value * radix + digits[i];
	return value;
}

static inline void
digits_of_word(uint64_t value, uint16_t *digits, uint32_t n, uint32_t radix)
{
	for (; n > 0; value /= radix)
		digits[--n] = (uint16_t) (value % radix);
}

/*
 * What the last block of each round is the encryption of, but for the round's
 * number and the half: the CBC-MAC of all before it, and what of the tweak
 * goes into that block.
 */
static bool
begin_last_block(const AccordFf1 *ff1, const Shape *shape, const uint8_t *tweak, uint8_t *begun)
{
	size_t		tweak_len = shape->tweak_len;
	size_t		rest = tweak_len % BLOCK;
	bool		is_own = rest + 1 + shape->b > BLOCK;	/* a block, for the rest */
	uint8_t		padded[BLOCK] = {0};

	memcpy(begun, shape->start, BLOCK);
	if (!mac_blocks(ff1, begun, tweak, tweak_len - rest))
		return false;
	if (rest == 0)
		return true;
	memcpy(padded, tweak + tweak_len - rest, rest);
	if (is_own)
		return mac_blocks(ff1, begun, padded, BLOCK);
	for (size_t i = 0; i < rest; i++)
		begun[i] ^= padded[i];
	return true;
}

static bool
crypt_words(const AccordFf1 *ff1, const Shape *shape, const uint8_t *tweak, uint64_t *half, bool encrypt)
{
	uint8_t		begun[BLOCK];
	uint8_t		block[BLOCK];
	uint64_t	last;
	bool		done = begin_last_block(ff1, shape, tweak, begun);

	last = read_64(begun + 8);
	for (int round = 0; round < ROUNDS && done; round++)
	{
		int			i = encrypt ? round : ROUNDS - 1 - round;
		int			side = i % 2;

		memcpy(block, begun, 8);
		write_64(block + 8, last ^ half[1 - side]);
		block[BLOCK - 1 - shape->b] ^= (uint8_t) i;
		done = aes_block(ff1, block, block);
		half[side] = combine(shape, block, side, half[side], encrypt);
	}
	OPENSSL_cleanse(begun, sizeof(begun));
	OPENSSL_cleanse(block, sizeof(block));
	return done;
}

static inline bool
crypt_word_digits(const AccordFf1 *ff1, const Shape *shape, const uint8_t *tweak, uint16_t *digits,
				  uint32_t radix, bool encrypt)
{
	uint32_t	u = shape->digits[0];
	uint32_t	v = shape->digits[1];
	uint64_t	half[2] = {word_of(digits, u, radix), word_of(digits + u, v, radix)};

	if (!crypt_words(ff1, shape, tweak, half, encrypt))
		return false;
	digits_of_word(half[0], digits, u, radix);
	digits_of_word(half[1], digits + u, v, radix);
	return true;
}

/* ---- halves of any length ---- */

/* One value on its way; nothing is kept. */
typedef struct Long
{
	BN_CTX	   *scratch;
	BIGNUM	   *half[2];
	BIGNUM	   *power[2];
	BIGNUM	   *y;
	size_t		b;
	size_t		input_len;		/* of each round, a multiple of BLOCK */
	uint8_t    *input;			/* the standard's Q */
	uint8_t    *output;			/* the standard's S, in whole blocks */
	size_t		output_len;		/* of it, the standard's d */
} Long;

static void
free_long(Long *state)
{
	for (int i = 0; i < 2; i++)
	{
		BN_clear_free(state->half[i]);
		BN_clear_free(state->power[i]);
	}
	BN_clear_free(state->y);
	BN_CTX_free(state->scratch);
	OPENSSL_clear_free(state->input, state->input_len);
	OPENSSL_clear_free(state->output, state->output_len + BLOCK);
}

/* How many digits fit into one of OpenSSL's words, and radix to that power. */
static uint32_t
digits_per_word(uint32_t radix, BN_ULONG *power)
{
	uint32_t	n = 1;

	for (*power = radix; *power <= (BN_ULONG) -1 / radix; *power *= radix)
		n++;
	return n;
}

static bool
long_of(BIGNUM *value, const uint16_t *digits, uint32_t n, uint32_t radix)
{
	BN_ULONG	full;
	uint32_t	step = digits_per_word(radix, &full);

	BN_zero(value);
	for (uint32_t done = 0; done < n;)
	{
		uint32_t	count = n - done < step ? n - done : step;
		BN_ULONG	word = 0;
		BN_ULONG	power = 1;

		for (uint32_t i = 0; i < count; i++, power *= radix)
			word = word * radix + digits[done++];
		if (!BN_mul_word(value, power) || !BN_add_word(value, word))
			return false;
	}
	return true;
}

/* Leaves 0 in value. */
static bool
digits_of_long(BIGNUM *value, uint16_t *digits, uint32_t n, uint32_t radix)
{
	BN_ULONG	full;
	uint32_t	step = digits_per_word(radix, &full);

	while (n > 0)
	{
		uint32_t	count = n < step ? n : step;
		BN_ULONG	word = BN_div_word(value, full);

		if (word == (BN_ULONG) -1)
			return false;
		for (; count > 0; count--, word /= radix)
			digits[--n] = (uint16_t) (word % radix);
	}
	return true;
}

/* b is the bytes of radix^v - 1, an integer way to say what the standard says by logarithms. */
static bool
set_long_powers(Long *state, const Shape *shape, uint32_t radix)
{
	if (!BN_set_word(state->y, radix))
		return false;
	for (int i = 0; i < 2; i++)
		if (!BN_set_word(state->power[i], shape->digits[i]) ||
			!BN_exp(state->power[i], state->y, state->power[i], state->scratch))
			return false;
	if (BN_copy(state->y, state->power[1]) == NULL || !BN_sub_word(state->y, 1))
		return false;
	state->b = (size_t) BN_num_bytes(state->y);
	return true;
}

static bool
begin_long(Long *state, const Shape *shape, const uint8_t *tweak, uint32_t radix)
{
	size_t		tweak_len = shape->tweak_len;

	state->scratch = BN_CTX_new();
	state->y = BN_new();
	for (int i = 0; i < 2; i++)
	{
		state->half[i] = BN_new();
		state->power[i] = BN_new();
		if (state->half[i] == NULL || state->power[i] == NULL)
			return false;
	}
	if (state->scratch == NULL || state->y == NULL || !set_long_powers(state, shape, radix))
		return false;
	state->output_len = (state->b + 3) / 4 * 4 + 4;
	state->output = OPENSSL_zalloc(state->output_len + BLOCK);
	state->input_len = (tweak_len + state->b + 1 + BLOCK - 1) / BLOCK * BLOCK;
	state->input = OPENSSL_zalloc(state->input_len);
	if (state->output == NULL || state->input == NULL)
		return false;
	if (tweak_len > 0)
		memcpy(state->input, tweak, tweak_len);
	return true;
}

/* Fills output behind its first block, which is the MAC. */
static bool
expand_output(const AccordFf1 *ff1, Long *state)
{
	uint8_t    *mac = state->output;

	for (size_t at = BLOCK; at < state->output_len; at += BLOCK)
	{
		memcpy(mac + at, mac, BLOCK);
		write_64(mac + at + 8, read_64(mac + 8) ^ at / BLOCK);
		if (!aes_block(ff1, mac + at, mac + at))
			return false;
	}
	return true;
}

static bool
long_round(const AccordFf1 *ff1, const Shape *shape, Long *state, int i, bool encrypt)
{
	int			side = i % 2;
	uint8_t    *number = state->input + state->input_len - state->b;
	BIGNUM	   *half = state->half[side];

	number[-1] = (uint8_t) i;
	if (BN_bn2binpad(state->half[1 - side], number, (int) state->b) < 0)
		return false;
	memcpy(state->output, shape->start, BLOCK);
	return mac_blocks(ff1, state->output, state->input, state->input_len) &&
		expand_output(ff1, state) &&
		BN_bin2bn(state->output, (int) state->output_len, state->y) != NULL &&
		(encrypt ? BN_add(half, half, state->y) : BN_sub(half, half, state->y)) &&
		BN_nnmod(half, half, state->power[side], state->scratch);
}

static bool
crypt_long_digits(const AccordFf1 *ff1, const Shape *shape, const uint8_t *tweak, uint16_t *digits, bool encrypt)
{
	uint32_t	u = shape->digits[0];
	uint32_t	v = shape->digits[1];
	Long		state = {0};
	bool		done;

	done = begin_long(&state, shape, tweak, ff1->radix) &&
		long_of(state.half[0], digits, u, ff1->radix) &&
		long_of(state.half[1], digits + u, v, ff1->radix);
	for (int round = 0; round < ROUNDS && done; round++)
		done = long_round(ff1, shape, &state, encrypt ? round : ROUNDS - 1 - round, encrypt);
	done = done && digits_of_long(state.half[0], digits, u, ff1->radix) &&
		digits_of_long(state.half[1], digits + u, v, ff1->radix);
	free_long(&state);
	return done;
}

/* ---- both ---- */

static AccordFf1Error
check_input(const AccordFf1 *ff1, size_t tweak_len, const uint16_t *digits, size_t n)
{
	if (n < ff1->min_length)
		return ACCORD_FF1_TOO_SHORT;
	if (n > ACCORD_FF1_MAX_LENGTH)
		return ACCORD_FF1_TOO_LONG;
	if (tweak_len > ACCORD_FF1_MAX_TWEAK)
		return ACCORD_FF1_TWEAK_TOO_LONG;
	for (size_t i = 0; i < n; i++)
		if (digits[i] >= ff1->radix)
			return ACCORD_FF1_BAD_DIGIT;
	return ACCORD_FF1_OK;
}

static inline AccordFf1Error
crypt_digits(AccordFf1 *ff1, const uint8_t *tweak, size_t tweak_len, uint16_t *digits, size_t n, bool encrypt)
{
	AccordFf1Error error = check_input(ff1, tweak_len, digits, n);
	const Shape *shape;
	bool		done;

	if (error != ACCORD_FF1_OK)
		return error;
	shape = shape_of(ff1, n, tweak_len);
	if (shape == NULL)
		return ACCORD_FF1_LIBRARY;
	if (!shape->is_word)
		done = crypt_long_digits(ff1, shape, tweak, digits, encrypt);
	else if (ff1->radix == 10)	/* constant: it is divided by quickly */
		done = crypt_word_digits(ff1, shape, tweak, digits, 10, encrypt);
	else
		done = crypt_word_digits(ff1, shape, tweak, digits, ff1->radix, encrypt);
	return done ? ACCORD_FF1_OK : ACCORD_FF1_LIBRARY;
}

AccordFf1Error
accord_ff1_encrypt(AccordFf1 *ff1, const uint8_t *tweak, size_t tweak_len, uint16_t *digits, size_t n)
{
	return crypt_digits(ff1, tweak, tweak_len, digits, n, true);
}

AccordFf1Error
accord_ff1_decrypt(AccordFf1 *ff1, const uint8_t *tweak, size_t tweak_len, uint16_t *digits, size_t n)
{
	return crypt_digits(ff1, tweak, tweak_len, digits, n, false);
}
