EXTENSION = accord
EXTVERSION = $(shell sed -n "s/^default_version = '\(.*\)'/\1/p" accord.control)
MODULE_big = accord
OBJS = $(patsubst %.c,%.o,$(wildcard src/*.c src/*/*.c))

INSTALL_SCRIPT_SQL = sql/accord--$(EXTVERSION).sql
DATA_built = $(INSTALL_SCRIPT_SQL)
DATA = $(wildcard sql/upgrade/*--*.sql)

# PostgreSQL's headers count as the system's: warnings are about our code
PG_CPPFLAGS = -I$(srcdir)/src -isystem $(includedir_server) -fvisibility=hidden
SHLIB_LINK = -lpcre2-8 -lcrypto

REGRESS = $(basename $(notdir $(wildcard test/sql/*.sql)))
REGRESS_OPTS = --inputdir=test --load-extension=accord
ISOLATION := $(basename $(notdir $(wildcard test/specs/*.spec)))
ISOLATION_OPTS = --inputdir=test --outputdir=. --load-extension=accord

EXTRA_CLEAN = results fuzz_found regression.diffs regression.out tmp_check output_iso accord-*.zip

PG_CONFIG ?= pg_config
PGXS := $(wildcard $(shell $(PG_CONFIG) --pgxs 2>/dev/null))
ifneq ($(PGXS),)
include $(PGXS)
else
all install installcheck clean:
	@echo "$(PG_CONFIG) leads to no PostgreSQL with its headers. tools/setup installs what is missing, where it may." >&2; exit 1
endif

# PGXS does not follow includes
$(OBJS) $(OBJS:.o=.bc): $(wildcard src/*.h src/*/*.h)

# the directory is named so that a part that went away is noticed
$(INSTALL_SCRIPT_SQL): $(sort $(wildcard sql/install/*.sql)) sql/install accord.control
	{ printf '%s\n' '\echo Use "CREATE EXTENSION accord" to load this file. \quit'; cat $(filter sql/install/%.sql,$^); } >$@

.DELETE_ON_ERROR:
.PHONY: demo test matrix fuzz sanitize bench format dist

# What follows needs nothing installed beforehand: each script does its own set-up.

# KEEP=1 leaves the server running
demo:
	@tools/demo

# SUITES="regress docs" runs only those
test:
	@tools/test $(SUITES)

matrix:
	@tools/pg-matrix

# TARGET=pattern SECONDS=600: that one only, so long; test/fuzz/run lists them
fuzz:
	@test/fuzz/run $(or $(SECONDS),20) $(TARGET)

# the tests under ASAN and UBSAN; SUITES as in test
sanitize:
	@tools/sanitize $(SUITES)

bench:
	@bench/run

# CHECK=1 changes nothing and shows what it would
format:
	@tools/indent $(if $(CHECK),--check)

dist:
	git archive --format=zip --prefix=accord-$(EXTVERSION)/ --output=accord-$(EXTVERSION).zip HEAD
