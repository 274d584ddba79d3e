/*
 * kek_command.c
 *	  The key-encryption key from a command.
 *
 * The command gets nothing of the backend: no open file, no signal handler,
 * no standard input.  Its standard error is discarded, for it may hold what
 * its output does, and it runs in a process group of its own, which is ended
 * with it: at the timeout, when the query is cancelled or the session ended, and
 * when it is done.
 */
#include "postgres.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "libpq/pqsignal.h"
#include "miscadmin.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "utils/timestamp.h"
#include "utils/wait_event.h"

#include "mask/kek.h"
#include "support/compat.h"
#include "support/errors.h"

/* how long to wait for a command to end that has closed its output, at a time */
#define EXIT_POLL_MS 5

/* closed one by one where the system knows no better */
#define MAX_CLOSED_FD 1024

typedef struct Command
{
	const char *setting;
	pid_t		pid;			/* and process group; 0: ended */
	int			output;			/* -1: closed */
	char	   *line;			/* what it wrote: ACCORD_KEK_TEXT bytes */
	TimestampTz deadline;
} Command;

static void
close_inherited(void)
{
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
	if (close_range(STDERR_FILENO + 1, ~0U, 0) == 0)
		return;
#endif
	for (int fd = STDERR_FILENO + 1; fd < MAX_CLOSED_FD; fd++)
		close(fd);
}

/* In the child: only what may be called between fork and exec. */
pg_noreturn static void
run_child(const char *shell_command, int output)
{
	int			null = open("/dev/null", O_RDWR);
	sigset_t	none;

	setpgid(0, 0);
	for (int number = 1; number < NSIG; number++)
		(void) signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0)
		_exit(126);
	close_inherited();
	execl("/bin/sh", "sh", "-c", shell_command, (char *) NULL);
	_exit(127);
}

pg_noreturn static void
refuse_start(const char *setting)
{
	ereport(ERROR,
			(errcode_for_file_access(),
			 errmsg("could not start the command of \"%s\": %m", setting)));
}

static void
start_command(Command *command, const char *shell_command, int timeout_ms)
{
	int			ends[2];
	sigset_t	all;
	sigset_t	before;

	if (pipe(ends) < 0)
		refuse_start(command->setting);
	/* a handler of the backend must not run in the child */
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	command->pid = fork();
	if (command->pid == 0)
		run_child(shell_command, ends[1]);
	sigprocmask(SIG_SETMASK, &before, NULL);
	close(ends[1]);
	if (command->pid < 0)
	{
		close(ends[0]);
		refuse_start(command->setting);
	}
	/* both do it, for either may come first */
	setpgid(command->pid, command->pid);
	command->output = ends[0];
	command->deadline = TimestampTzPlusMilliseconds(GetCurrentTimestamp(), timeout_ms);
}

/* Ends the command with all it has started. */
static void
end_command(Command *command)
{
	if (command->output >= 0)
		close(command->output);
	command->output = -1;
	if (command->pid > 0)
	{
		kill(-command->pid, SIGKILL);
		/* it may have left its group, and is waited for */
		kill(command->pid, SIGKILL);
		while (waitpid(command->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	command->pid = 0;
}

/* Until there is output, or so many milliseconds; not beyond the deadline. */
static void
wait_for_command(const Command *command, long at_most)
{
	int			events = WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH;
	long		left = TimestampDifferenceMilliseconds(GetCurrentTimestamp(), command->deadline);

	if (left <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_QUERY_CANCELED),
				 errmsg("command of \"%s\" did not end in time", command->setting),
				 errhint("The setting \"accord.key_command_timeout\" says how long it may take.")));
	if (at_most > 0)
		WaitLatch(MyLatch, events, Min(left, at_most), PG_WAIT_EXTENSION);
	else
		WaitLatchOrSocket(MyLatch, events | WL_SOCKET_READABLE, command->output, left, PG_WAIT_EXTENSION);
	ResetLatch(MyLatch);
	CHECK_FOR_INTERRUPTS();
}

static size_t
read_output(const Command *command)
{
	size_t		len = 0;

	if (fcntl(command->output, F_SETFL, O_NONBLOCK) < 0)
		refuse_start(command->setting);
	while (len < ACCORD_KEK_TEXT)
	{
		ssize_t		more = read(command->output, command->line + len, ACCORD_KEK_TEXT - len);

		if (more == 0)
			break;
		if (more > 0)
			len += (size_t) more;
		else if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
			wait_for_command(command, 0);
		else
			refuse_start(command->setting);
	}
	return len;
}

/* Waits for the end, and leaves the process to be reaped: until then its group has no other meaning. */
static void
check_status(const Command *command)
{
	siginfo_t	status = {0};

	while (waitid(P_PID, (id_t) command->pid, &status, WEXITED | WNOHANG | WNOWAIT) == 0 && status.si_pid == 0)
		wait_for_command(command, EXIT_POLL_MS);
	if (status.si_code != CLD_EXITED)
		ereport(ERROR,
				(errcode(ACCORD_ERRCODE_KEK),
				 errmsg("command of \"%s\" was ended by signal %d", command->setting, status.si_status)));
	if (status.si_status != 0)
		ereport(ERROR,
				(errcode(ACCORD_ERRCODE_KEK),
				 errmsg("command of \"%s\" failed with exit code %d", command->setting, status.si_status),
				 errhint("What it writes to its standard error is discarded: run it by hand as the user that PostgreSQL runs as.")));
}

/* After an error, and when the session is ended meanwhile. */
static void
give_up(int code, Datum command)
{
	Command    *running = (Command *) DatumGetPointer(command);

	(void) code;
	accord_wipe(running->line, ACCORD_KEK_TEXT);
	end_command(running);
}

size_t
accord_kek_run_command(const char *setting, const char *command, int timeout_ms, char line[ACCORD_KEK_TEXT])
{
	Command		running = {.setting = setting,.output = -1,.line = line};
	volatile size_t len = 0;

	start_command(&running, command, timeout_ms);
	PG_ENSURE_ERROR_CLEANUP(give_up, PointerGetDatum(&running));
	{
		len = read_output(&running);
		if (len < ACCORD_KEK_TEXT)
			check_status(&running);
	}
	PG_END_ENSURE_ERROR_CLEANUP(give_up, PointerGetDatum(&running));
	end_command(&running);
	return len;
}
