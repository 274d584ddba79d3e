/*
 * replay.c
 *	  Runs a fuzz target on the files of its corpus, without libFuzzer, and
 *	  prints TAP.
 */
#include "fuzz.h"

static void
replay(const char *name)
{
	FILE	   *file = fopen(name, "rb");
	uint8_t    *data = NULL;
	size_t		size = 0;
	size_t		n;

	FUZZ_CHECK(file != NULL);
	do
	{
		data = realloc(data, size + BUFSIZ);
		FUZZ_CHECK(data != NULL);
		n = fread(data + size, 1, BUFSIZ, file);
		size += n;
	} while (n > 0);
	fclose(file);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
}

int
main(int argc, char **argv)
{
	printf("1..%d\n", argc - 1);
	for (int i = 1; i < argc; i++)
	{
		/* a crash shows which one it was, and that the plan is not done */
		printf("# %s\n", argv[i]);
		fflush(stdout);
		replay(argv[i]);
		printf("ok %d - %s\n", i, argv[i]);
	}
	return argc > 1 ? 0 : 1;
}
