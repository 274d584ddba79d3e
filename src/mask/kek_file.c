/*
 * kek_file.c
 *	  The key-encryption key from a file, under the rules of ssl_key_file.
 */
#include "postgres.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "miscadmin.h"
#include "storage/fd.h"

#include "mask/kek.h"
#include "support/compat.h"
#include "support/errors.h"

pg_noreturn
pg_attribute_printf(3, 4) static void
refuse(const char *setting, int fd, const char *format,...)
{
	char		detail[256];
	va_list		arguments;

	va_start(arguments, format);
	vsnprintf(detail, sizeof(detail), format, arguments);
	va_end(arguments);
	if (fd >= 0)
		CloseTransientFile(fd);
	ereport(ERROR,
			(errcode(ACCORD_ERRCODE_KEK),
			 errmsg("file of \"%s\" cannot be used", setting),
			 errdetail_internal("%s", detail),
			 errhint("It belongs to the user that PostgreSQL runs as, with mode 0600, outside the data directory, and holds one line of 64 hexadecimal digits.")));
}

/* One's own and for nobody else, or root's, which a group may read. */
static void
check_permissions(const char *setting, int fd)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		refuse(setting, fd, "It cannot be looked at: %s.", strerror(errno));
	if (!S_ISREG(status.st_mode))
		refuse(setting, fd, "It is not a regular file.");
	if (status.st_uid != geteuid() && status.st_uid != 0)
		refuse(setting, fd, "It belongs to neither the user that PostgreSQL runs as nor root.");
	if (status.st_uid == geteuid() && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		refuse(setting, fd, "Its group or others have access to it.");
	if (status.st_uid == 0 && (status.st_mode & (S_IWGRP | S_IXGRP | S_IRWXO)) != 0)
		refuse(setting, fd, "It is root's, and its group has more than read access, or others have access to it.");
}

/* Every base backup would carry it, next to what it is to protect. */
static void
check_place(const char *setting, int fd, const char *path)
{
	char	   *file = realpath(path, NULL);
	char	   *data = realpath(DataDir, NULL);
	bool		inside = file && data && path_is_prefix_of_path(data, file);

	free(file);
	free(data);
	if (inside)
		refuse(setting, fd, "It lies in the data directory, so that every base backup would hold it.");
}

size_t
accord_kek_read_file(const char *setting, const char *path, char line[ACCORD_KEK_TEXT])
{
	/* a FIFO would not be let go of otherwise */
	int			fd = OpenTransientFile(path, O_RDONLY | O_NONBLOCK | PG_BINARY);
	ssize_t		len;

	if (fd < 0)
		refuse(setting, fd, "It cannot be opened: %s.", strerror(errno));
	check_permissions(setting, fd);
	check_place(setting, fd, path);
	len = read(fd, line, ACCORD_KEK_TEXT);
	if (len < 0)
		refuse(setting, fd, "It cannot be read: %s.", strerror(errno));
	CloseTransientFile(fd);
	return (size_t) len;
}
