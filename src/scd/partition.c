/*
 * partition.c
 *	  The option partition_by: SQL text of the user, read and not trusted.
 *
 * What is kept is a word of ours and names, which are quoted again.
 */
#include "postgres.h"

#include "parser/scansup.h"
#include "utils/varlena.h"

#include "scd/partition.h"

static const char *const methods[] = {"RANGE", "LIST", "HASH"};

static void
malformed(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("option \"partition_by\" is not understood"),
			 errhint("It is RANGE, LIST or HASH and names of columns in parentheses, such as RANGE (valid_from).")));
}

static const char *
skip_space(const char *text)
{
	while (scanner_isspace(*text))
		text	  ++;
	return text;
}

void
accord_partition_read(const char *text, const char **method, List **columns)
{
	char	   *names;
	char	   *end;

	text = skip_space(text);

	*method = NULL;
	for (size_t i = 0; i < lengthof(methods); i++)
		if (pg_strncasecmp(text, methods[i], strlen(methods[i])) == 0)
			*method = methods[i];
	if (*method == NULL)
		malformed();
	text = skip_space(text +strlen(*method));

	if (*text !='(')
		malformed();
	names = pstrdup(text +1);
	end = strrchr(names, ')');
	if (end == NULL || *skip_space(end + 1) != '\0')
		malformed();
	*end = '\0';
	if (!SplitIdentifierString(names, ',', columns) || *columns == NIL)
		malformed();
}
