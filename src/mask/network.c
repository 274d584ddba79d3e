/*
 * network.c
 *	  The network that an inet lies in.
 *
 * An IPv4 address is one however it is written: as ::ffff:a.b.c.d too.
 */
#include "postgres.h"

#include <sys/socket.h>

#include "fmgr.h"
#include "utils/inet.h"

#include "support/compat.h"

#define MASK_BITS_V4 16
#define MASK_BITS_V6 32
#define BITS_V4 32
#define BITS_V6 128
#define MAPPED_BITS 96			/* of ::ffff:0:0, before the IPv4 address */

static bool
is_mapped(const inet *address)
{
	static const unsigned char prefix[MAPPED_BITS / 8] = {[10] = 0xFF,[11] = 0xFF};

	return ip_family(address) == PGSQL_AF_INET6 && memcmp(ip_addr(address), prefix, sizeof(prefix)) == 0;
}

/* Keeps the first bits, of those that the address's own network has. */
static inet *
network(const inet *address, int bits_v4, int bits_v6)
{
	inet	   *result = palloc0(sizeof(inet));
	int			bits = bits_v6;
	int			bytes;

	if (ip_family(address) == PGSQL_AF_INET)
		bits = bits_v4;
	else if (is_mapped(address))
		bits = MAPPED_BITS + bits_v4;
	bits = Min(bits, ip_bits(address));
	bytes = bits / 8;
	ip_family(result) = ip_family(address);
	ip_bits(result) = bits;
	memcpy(ip_addr(result), ip_addr(address), bytes);
	if (bits % 8 > 0)
		ip_addr(result)[bytes] = ip_addr(address)[bytes] & (0xFF << (8 - bits % 8));
	SET_INET_VARSIZE(result);
	return result;
}

PG_FUNCTION_INFO_V1(accord_mask_inet);
Datum
accord_mask_inet(PG_FUNCTION_ARGS)
{
	PG_RETURN_INET_P(network(PG_GETARG_INET_PP(0), MASK_BITS_V4, MASK_BITS_V6));
}

PG_FUNCTION_INFO_V1(accord_generalize_inet);
Datum
accord_generalize_inet(PG_FUNCTION_ARGS)
{
	int32		bits_v4 = PG_GETARG_INT32(1);
	int32		bits_v6 = PG_GETARG_INT32(2);

	if (bits_v4 < 0 || bits_v4 > BITS_V4 || bits_v6 < 0 || bits_v6 > BITS_V6)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("no network has so many bits"),
				 errhint("Give 0 to %d for IPv4 and 0 to %d for IPv6.", BITS_V4, BITS_V6)));
	PG_RETURN_INET_P(network(PG_GETARG_INET_PP(0), bits_v4, bits_v6));
}
