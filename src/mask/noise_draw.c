/*
 * noise_draw.c
 *	  Numbers drawn from a key and a message.
 */
#include "mask/noise_draw.h"

#define FRACTION_BITS 53

bool
accord_draw_word(AccordDraw *draw, uint64_t *word)
{
	const uint8_t *next;

	if (draw->left == 0)
	{
		uint8_t		number[4];

		for (int i = 0; i < 4; i++)
			number[i] = (uint8_t) (draw->blocks >> (24 - 8 * i));
		if (!accord_hmac_begin(draw->hmac) || !accord_hmac_add(draw->hmac, draw->message, draw->len) ||
			!accord_hmac_add(draw->hmac, number, sizeof(number)) || !accord_hmac_finish(draw->hmac, draw->block))
			return false;
		draw->blocks++;
		draw->left = sizeof(draw->block);
	}
	next = draw->block + sizeof(draw->block) - draw->left;
	*word = 0;
	for (size_t i = 0; i < sizeof(*word); i++)
		*word = *word << 8 | next[i];
	draw->left -= sizeof(*word);
	return true;
}

/* Words beyond the last multiple of the count are left out: else small results would be more likely. */
bool
accord_draw_whole(AccordDraw *draw, int64_t scale, int64_t *number)
{
	uint64_t	count = 2 * (uint64_t) scale;
	uint64_t	beyond = -count % count;	/* 2^64 modulo count */
	uint64_t	word;

	do
	{
		if (!accord_draw_word(draw, &word))
			return false;
	} while (word < beyond);
	*number = (int64_t) (word % count) - scale;
	if (*number >= 0)
		(*number)++;
	return true;
}

bool
accord_draw_fraction(AccordDraw *draw, double *fraction)
{
	uint64_t	word;

	if (!accord_draw_word(draw, &word))
		return false;
	*fraction = (double) ((word >> (64 - FRACTION_BITS)) + 1) / (double) (UINT64_C(1) << FRACTION_BITS);
	if (word & 1)
		*fraction = -*fraction;
	return true;
}
