# A throw-away PostgreSQL with accord in it, for the demo, the tests and the bench.  To be sourced by bash.
#
#   throwaway_make NAME     a directory of its own: sources in $work/src, PostgreSQL's bin, lib and share in $work/pg
#   throwaway_install       compiles accord there and installs it into the copy of PostgreSQL
#   throwaway_start         makes a cluster with a key-encryption key and starts it; PGHOST, PGUSER and so on point to it
#   throwaway_test_data     ACCORD_TEST_DATA, if it is set, names a directory that the tests can read
#   foreground COMMAND...   runs COMMAND so that a signal ends it at once
#
# With ACCORD_SANITIZE set, accord is compiled with ASAN and UBSAN and the server runs under them (tools/sanitize says where
# that works): ASAN's reports are files in $work/sanitizer, UBSAN's stand in $work/server.log, and either ends the backend.
#
# "${runner[@]}" before a command runs it as the user that owns all this: oneself, but not root, whom PostgreSQL refuses.
# The system's own directories and clusters are not touched, no TCP port is opened.  However the script ends, its
# processes are ended and the directory is removed.

work= child=
runner=()

say() { printf '%s\n' "$@" >&2; }
die() { say "$(basename "$0"): $1"; exit 1; }

# pg_config_ready FILE: does this pg_config belong to a PostgreSQL 15 to 18 with headers and server?
pg_config_ready()
{
	local version
	version=$("$1" --version 2>/dev/null) && [[ $version =~ ^PostgreSQL\ 1[5-8] ]] &&
		[[ -e $("$1" --pgxs) && -e $("$1" --includedir-server)/postgres.h && -x $("$1" --bindir)/postgres ]]
}

# The pg_config to use: the user's choice, the one on the PATH, or the newest of Debian's.
find_pg_config()
{
	local candidate
	if [[ -n ${PG_CONFIG:-} && $PG_CONFIG != pg_config ]]; then
		command -v "$PG_CONFIG"
		return
	fi
	for candidate in "$(command -v pg_config || true)" /usr/lib/postgresql/{18,17,16,15}/bin/pg_config; do
		if [[ -n $candidate ]] && pg_config_ready "$candidate"; then
			echo "$candidate"
			return
		fi
	done
	return 1
}

# What users and make have in their environment is not ours: PG* would lead psql to another server.
clean_environment()
{
	local name
	PG_CONFIG=$(find_pg_config) || die "no PostgreSQL 15 to 18 with its headers found; PG_CONFIG names the one to use"
	for name in ${!PG@}; do
		[[ $name == PG_CONFIG ]] || unset "$name"
	done
	unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES CDPATH
	export PG_CONFIG LC_ALL=C.UTF-8
	umask 022
}

# Processes whose program is our copy of PostgreSQL.
our_processes()
{
	local proc
	for proc in /proc/[0-9]*; do
		if [[ $(readlink "$proc/exe" 2>/dev/null) == "$work"/* ]]; then echo "${proc#/proc/}"; fi
	done
}

# Ends what runs in $work, then removes it.
throwaway_end()
{
	local status=$? tries pids pidfile
	trap '' INT TERM HUP
	set +e
	[[ -z $child ]] || kill -TERM -- "-$child" 2>/dev/null
	[[ -d $work ]] || return "$status"
	for ((tries = 0; tries < 100; tries++)); do
		pids=$(our_processes)
		[[ -n $pids ]] || break
		while read -r pidfile; do
			kill -QUIT "$(head -n 1 "$pidfile")" 2>/dev/null
		done < <(find "$work" -name postmaster.pid 2>/dev/null)
		((tries < 50)) || kill -KILL $pids 2>/dev/null
		sleep 0.1
	done
	cd /
	rm -rf "$work"
	return "$status"
}

foreground()
{
	local status=0
	setsid "$@" &
	child=$!
	wait "$child" || status=$?
	child=
	return "$status"
}

# copy_sources DIRECTORY: the sources without what was built from them
copy_sources()
{
	mkdir -p "$1"
	tar -C "$top" -c --exclude-vcs --exclude='*.o' --exclude='*.bc' --exclude='*.so' --exclude='sql/accord--*.sql' \
		--exclude=./results --exclude=./fuzz_found --exclude=./tmp_check --exclude=./output_iso --warning=no-file-changed . | tar -C "$1" -x
}

throwaway_make()
{
	local base=${TMPDIR:-/tmp} user= directory

	clean_environment
	trap throwaway_end EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM

	if [[ $EUID == 0 ]]; then
		user=nobody
		if id postgres >/dev/null 2>&1; then user=postgres; fi
		runner=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --init-groups)
	fi
	# the path of a socket has at most 107 bytes
	if ((${#base} > 40)) || ! "${runner[@]}" test -w "$base" -a -x "$base"; then base=/tmp; fi
	work=$(mktemp -d "$base/accord.XXXXXX")
	copy_sources "$work/src"
	for directory in --bindir --pkglibdir --sharedir; do
		directory=$("$PG_CONFIG" "$directory")
		mkdir -p "$work/pg$directory"
		cp -a "$directory/." "$work/pg$directory"
	done
	bindir=$work/pg$("$PG_CONFIG" --bindir)
	mkdir "$work/socket" "$work/tmp"
	echo "$1" >"$work/accord-throwaway"
	[[ -z $user ]] || chown -R "$user:" "$work"
	runner+=(env "HOME=$work" "TMPDIR=$work/tmp" "PATH=$bindir:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin")
	cd "$work/src"
}

throwaway_test_data()
{
	[[ -n ${ACCORD_TEST_DATA:-} ]] || return 0
	export ACCORD_TEST_DATA=$(cd "$top" && realpath "$ACCORD_TEST_DATA")
	if ! "${runner[@]}" test -r "$ACCORD_TEST_DATA" -a -x "$ACCORD_TEST_DATA"; then
		cp -r "$ACCORD_TEST_DATA" "$work/test-data"
		ACCORD_TEST_DATA=$work/test-data
	fi
}

# Puts a script in the place of the server that starts it with the sanitizers' libraries first.  What is no error of ours
# would be a report: memory that lives as long as the process, and an allocation that the kernel refuses.
sanitize_server()
{
	local options="abort_on_error=1:disable_coredump=1:print_stacktrace=1:log_path=$work/sanitizer/report"
	[[ -n ${ACCORD_SANITIZE:-} ]] || return 0
	"${runner[@]}" mkdir -p "$work/sanitizer"
	"${runner[@]}" mv "$bindir/postgres" "$bindir/postgres.plain"
	"${runner[@]}" tee "$bindir/postgres" >/dev/null <<-END
		#!/bin/sh
		LD_PRELOAD=$(gcc -print-file-name=libasan.so):$(gcc -print-file-name=libubsan.so)
		ASAN_OPTIONS=$options:detect_leaks=0:allocator_may_return_null=1 UBSAN_OPTIONS=$options
		export LD_PRELOAD ASAN_OPTIONS UBSAN_OPTIONS
		exec "\$0.plain" "\$@"
	END
	"${runner[@]}" chmod 755 "$bindir/postgres"
}

throwaway_install()
{
	# PostgreSQL's own headers read what is not aligned; without -O2 the tests of nesting exceed the stack
	[[ -z ${ACCORD_SANITIZE:-} ]] || export COPT="-fsanitize=address,undefined -fno-sanitize=alignment -fno-sanitize-recover=undefined -fno-omit-frame-pointer -O2 -g -U_FORTIFY_SOURCE"
	foreground "${runner[@]}" make -s -j"$(nproc)" with_llvm=no all &&
		foreground "${runner[@]}" make -s with_llvm=no install "DESTDIR=$work/pg" &&
		sanitize_server
}

throwaway_start()
{
	export PGHOST=$work/socket PGPORT=5432 PGUSER=postgres PGDATABASE=postgres PGCLIENTENCODING=UTF8
	foreground "${runner[@]}" initdb -D "$work/data" -U postgres -A trust --encoding=UTF8 --no-locale --no-sync \
		>"$work/initdb.log" 2>&1 || { cat "$work/initdb.log" >&2; die "initdb failed"; }
	od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n' | "${runner[@]}" bash -c 'umask 077 && cat >"$1"' bash "$work/accord.key"
	"${runner[@]}" tee -a "$work/data/postgresql.conf" >/dev/null <<-END
		listen_addresses = ''
		unix_socket_directories = '$work/socket'
		fsync = off
		full_page_writes = off
		timezone = 'UTC'
		log_timezone = 'UTC'
		accord.key_file = '$work/accord.key'
	END
	foreground "${runner[@]}" pg_ctl -D "$work/data" -l "$work/server.log" -w -s start ||
		{ cat "$work/server.log" >&2; die "the server did not start"; }
}
