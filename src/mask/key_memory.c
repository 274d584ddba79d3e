/*
 * key_memory.c
 *	  Memory for key bytes: pages of their own, not palloc.
 *
 * A memory context is freed without being wiped, its blocks are used again by
 * others, and all of it stands in a core file.  These pages are left out of
 * core files, are zero in a forked process and are not swapped out, as far as
 * the system knows how: what it refuses of that is done without.
 */
#include "postgres.h"

#include <sys/mman.h>
#include <unistd.h>

#include "storage/ipc.h"

#include "mask/crypto.h"
#include "mask/key_memory.h"

#define MAX_AREAS 4

typedef struct Area
{
	void	   *start;
	Size		size;
} Area;

static Area areas[MAX_AREAS];
static int	n_areas = 0;

static void
wipe_areas(int code, Datum argument)
{
	(void) code;
	(void) argument;
	for (int i = 0; i < n_areas; i++)
		accord_wipe(areas[i].start, areas[i].size);
}

static void
protect(void *start, Size size)
{
#ifdef MADV_DONTDUMP
	(void) madvise(start, size, MADV_DONTDUMP);
#endif
#ifdef MADV_WIPEONFORK
	(void) madvise(start, size, MADV_WIPEONFORK);
#endif
	(void) mlock(start, size);
}

void *
accord_key_memory(Size size)
{
	Size		page = (Size) sysconf(_SC_PAGESIZE);
	void	   *start;

	Assert(n_areas < MAX_AREAS);
	size = TYPEALIGN(page, size);
	start = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (start == MAP_FAILED)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("out of memory"),
				 errdetail("Failed on request of size %zu for keys.", size)));
	protect(start, size);
	if (n_areas == 0)
		before_shmem_exit(wipe_areas, (Datum) 0);
	areas[n_areas++] = (Area)
	{
		start, size
	};
	return start;
}
