"""Random dimensions and feeds for the property test: small, and full of what goes wrong.

A Case is plain data, so that it can be repeated, cut down and printed: what the dimension is like and a list of
rounds, each with its rows and the arguments of its merge, and of alterations between them.
"""
import copy
import datetime
import random

# What equal values share beside how PostgreSQL prints them.
POOLS = {
    "integer": [("1", 1), ("2", 2), ("3", 3), ("-7", -7), ("0", 0)],
    "text": [("", ""), ("a", "a"), ("A", "A"), ("é", "é"), (" a", " a"), ("it's $1 %s \"x\"", "it's"), ("NULL", "NULL")],
    "numeric": [("1", 1), ("1.0", 1), ("1.00", 1), ("2.5", 2.5), ("0", 0), ("0.00", 0), ("NaN", "NaN")],
    "double precision": [("0", 0), ("-0", 0), ("1.5", 1.5), ("NaN", "NaN"), ("Infinity", "Infinity")],
    "boolean": [("t", True), ("f", False)],
    "character(3)": [("a  ", "a"), ("b  ", "b"), ("   ", "")],
    "jsonb": [('{"a": 1}', "a1"), ('{"a": 1.0}', "a1"), ("{}", "{}"), ("[1, 2]", "12"), ("null", "null"), ('"a"', "a")],
    "timestamp with time zone": [("2020-02-29 12:00:00+00", 1), ("2020-10-25 00:30:00+00", 2), ("infinity", 3)],
    "interval": [("1 day", 1), ("24:00:00", 1), ("1 mon", 30), ("30 days", 30), ("00:00:01", 0)],
    "integer[]": [("{1,2}", 1), ("[0:1]={1,2}", 2), ("{}", 3), ("{NULL}", 4)],
    "uuid": [("00000000-0000-0000-0000-000000000001", 1), ("00000000-0000-0000-0000-000000000002", 2)],
}
KEY_TYPES = ["integer", "text", "numeric", "uuid", "character(3)", "timestamp with time zone"]
POLICIES = ["version"] * 5 + ["overwrite", "overwrite", "fixed", "previous", "current", "carry"]
NAMES = ["a", "b", "Mixed Case", 'quote " \' $1 %s', "select", "é", "source", "at"]
STEPS = [datetime.timedelta(microseconds=1), datetime.timedelta(seconds=1), datetime.timedelta(minutes=20),
         datetime.timedelta(hours=1), datetime.timedelta(hours=7), datetime.timedelta(days=1), datetime.timedelta(days=40)]
START = [datetime.datetime(2020, 10, 24, 22, 10), datetime.datetime(1999, 12, 31, 23, 59, 59, 999999),
         datetime.datetime(2024, 2, 28, 20), datetime.datetime(2105, 3, 28)]
OWN = "own time"
# Indexes of the source: some give its rows in the order of the key, others seem to.
INDEXES = {
    None: None,
    "primary": None,                                            # comes and goes with the rows that allow it
    "key": lambda key: key,
    "turned": lambda key: key[::-1],
    "longer": lambda key: [*key, "seq"],
    "behind": lambda key: ["seq", *key],
    "backward": lambda key: [key[0] + " DESC NULLS LAST", *key[1:]],
    "partial": lambda key: key,
}


class Case:
    def __init__(self, config, rounds):
        self.config = config
        self.rounds = rounds            # of Round and Alteration


class Config:
    """What a dimension is like: columns, policies, options, how it is made; and the index of its source."""

    may_exclude = True

    def __init__(self, r):
        self.key = {f"k{i}": r.choice(KEY_TYPES) for i in range(r.choice([1, 1, 1, 2, 3]))}
        names = r.sample(NAMES, r.choice([1, 2, 3, 4]))
        self.altered = r.random() < 0.3
        spare = r.sample([name for name in NAMES if name not in names], r.choice([1, 2, 3])) if self.altered else []
        self.attributes = {name: r.choice(list(POOLS)) for name in names + spare}
        self.policies = {name: r.choice(POLICIES) for name in names}    # the spare ones come later, if at all
        self.type = r.choice(["timestamptz", "timestamptz", "timestamp", "date"])
        self.timezone = "UTC" if self.type == "timestamptz" else r.choice(["UTC", "Europe/Berlin", "America/New_York"])
        self.open_end = r.choice(["infinity", "null", "9999-12-31"])
        self.is_current = r.choice(["is_current", "is_current", None, "now?"])
        self.deletes = r.choice(["ignore", "close", "close", "record", "record"])
        self.own_time = r.random() < 0.25
        self.late = r.choice(["error", "skip", "skip"])
        self.fixed = r.choice(["keep"] * 5 + ["error"])
        self.hash = r.choice(["xxh3", "xxh3", "xxh3", "sha256"])
        self.adopted = r.random() < 0.25
        self.surrogate_key = None if self.adopted else r.choice([None, None, "uuid", "identity"])
        self.partition_by = None if self.adopted or r.random() < 0.85 else r.choice(["HASH (k0)", "RANGE (valid_from)"])
        self.valid_from, self.valid_to = r.choice([("valid_from", "valid_to")] * 2 + [("from", 'To "x"')])
        if self.partition_by == "RANGE (valid_from)":
            self.valid_from = "valid_from"
        self.end_inclusive = self.adopted and self.type == "date" and self.open_end != "null" and r.random() < 0.6
        self.session_zone = r.choice(["UTC", "Asia/Kolkata", "America/St_Johns"])
        self.exclude_overlap = not self.adopted and not self.partition_by and r.random() < 0.25
        self.index = r.choice([None] * len(INDEXES) + list(INDEXES))
        self.only_indexes = r.random() < (0.5 if self.index else 0.1)
        if self.own_time:
            self.attributes[OWN] = {"timestamptz": "timestamp with time zone", "timestamp": "timestamp without time zone",
                                    "date": "date"}[self.type]
            self.policies[OWN] = r.choice(["version", "carry"])

    def unit(self):
        return datetime.timedelta(days=1) if self.type == "date" else datetime.timedelta(microseconds=1)

    def options(self):
        options = {"open_end": self.open_end, "is_current": self.is_current, "late": self.late,
                   "fixed": self.fixed, "hash": self.hash, "valid_from": self.valid_from, "valid_to": self.valid_to}
        if not self.adopted:
            options["type"] = self.type
        if self.type != "timestamptz":
            options["timezone"] = self.timezone
        if self.deletes == "record":
            options["is_deleted"] = "is_deleted"
        if self.own_time:
            options["valid_from_column"] = OWN
        if self.surrogate_key:
            options["surrogate_key"] = self.surrogate_key
        if self.partition_by:
            options["partition_by"] = self.partition_by
        if self.exclude_overlap and self.may_exclude:
            options["exclude_overlap"] = True
        if self.end_inclusive:
            options["end_inclusive"] = True
        return options


class Round:
    """One merge: its rows, and the arguments that are not the default."""

    def __init__(self, rows, at, **arguments):
        self.rows = rows
        self.at = at                    # UTC, or None for the clock
        self.arguments = arguments      # mode, deletes, sequence_by, max_change, allow_empty, dry_run
        self.by_query = False
        self.hashes = None              # what happens to hashes before: None, "forget some", "forget" or "rehash"
        self.vacuum = False             # before: the planner knows how many rows there are

    def smaller(self):
        for name, value in (("hashes", None), ("vacuum", False), ("by_query", False)):
            if getattr(self, name) != value:
                other = copy.copy(self)
                setattr(other, name, value)
                yield other
        for i in range(len(self.rows)):
            fewer = copy.copy(self)
            fewer.rows = self.rows[:i] + self.rows[i + 1:]
            yield fewer


class Alteration:
    """One call of alter_dimension; what does not fit the dimension as it is by then is left out."""

    def __init__(self, policies, add, drop, lost):
        self.policies = policies
        self.add = add
        self.drop = drop
        self.lost = lost                # does the source lose the columns that are dropped?

    def __bool__(self):
        return bool(self.policies or self.add or self.drop)

    def fitting(self, there):
        """Of a dimension with these columns."""
        add = [column for column in self.add if column not in there]
        drop = [column for column in self.drop if column in there]
        stay = {*there, *add} - {*drop}
        return Alteration({c: p for c, p in self.policies.items() if c in stay}, add, drop, self.lost)

    def smaller(self):
        for parts in ({c: p for c, p in self.policies.items() if c != column} for column in self.policies):
            yield Alteration(parts, self.add, self.drop, self.lost)
        for i in range(len(self.add)):
            yield Alteration(self.policies, self.add[:i] + self.add[i + 1:], self.drop, self.lost)
        for i in range(len(self.drop)):
            yield Alteration(self.policies, self.add, self.drop[:i] + self.drop[i + 1:], self.lost)
        if self.lost:
            yield Alteration(self.policies, self.add, self.drop, False)


class Feeds:
    """The world that the feeds of one dimension come from, and how it changes."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.config = Config(self.r)
        self.keys = self.some_keys()
        self.world = {}
        self.now = self.r.choice(START)
        self.last = None
        self.feed = None
        self.there = {column for column in self.config.policies if column != OWN}

    def case(self):
        rounds = []
        for _ in range(self.r.randrange(4, 14) if self.r.random() < 0.97 else 30):
            while self.config.altered and self.r.random() < 0.2:
                rounds.append(self.alteration())
            rounds.append(self.round())
        return Case(self.config, rounds)

    def some_keys(self):
        keys = {}
        for _ in range(self.r.randrange(2, 7)):
            values = {column: self.r.choice(POOLS[kind]) for column, kind in self.config.key.items()}
            keys[tuple(value[1] for value in values.values())] = values
        return keys

    def value(self, column, at=None):
        if column == OWN:
            return self.own_time(at)
        if self.r.random() < 0.15:
            return None
        return self.r.choice(POOLS[self.config.attributes[column]])

    def own_time(self, at):
        steps = [datetime.timedelta(0)] * 3 + STEPS
        time = at - self.r.choice(steps) - self.r.choice(steps)
        if self.config.type == "date":
            time = time.replace(hour=0, minute=0, second=0, microsecond=0)
            return time.strftime("%Y-%m-%d"), time
        zone = "+00" if self.config.type == "timestamptz" else ""
        return time.isoformat(" ") + zone, time

    def respell(self, kind, value):
        """An equal value, perhaps with another spelling."""
        return self.r.choice([other for other in POOLS[kind] if other[1] == value[1]])

    def change_world(self, at):
        for key, values in self.keys.items():
            chance = self.r.random()
            if key not in self.world:
                if chance < 0.4:
                    self.world[key] = {column: self.value(column, at) for column in self.config.attributes}
            elif chance < 0.15:
                del self.world[key]
            elif chance < 0.6:
                for column in self.r.sample(list(self.config.attributes), self.r.choice([1, 1, len(self.config.attributes)])):
                    self.world[key][column] = self.value(column, at)
                if self.config.own_time and self.r.random() < 0.7:
                    self.world[key][OWN] = self.own_time(at)

    def rows(self, share):
        rows = []
        for key, attributes in self.world.items():
            if self.r.random() > share:
                continue
            row = {column: self.respell(kind, self.keys[key][column]) for column, kind in self.config.key.items()}
            for column, value in attributes.items():
                row[column] = self.respell(self.config.attributes[column], value) if value and column != OWN else value
            rows.append(row)
        self.r.shuffle(rows)
        return rows

    def alteration(self):
        r = self.r
        away = [column for column in self.config.attributes if column not in self.there and column != OWN]
        what = r.choice(["policies", "policies", "add", "add", "drop", "all"])
        drop = self.some(sorted(self.there)) if what in ("drop", "all") else []
        add = self.some(away) if what in ("add", "all") else []
        self.there = self.there - {*drop} | {*add}
        chosen = {*add} if r.random() < 0.7 else set()
        if what in ("policies", "all"):
            chosen |= {*self.some(sorted(self.there))}
        return Alteration({column: r.choice(POLICIES) for column in sorted(chosen)}, add, drop, r.random() < 0.3)

    def some(self, columns):
        return self.r.sample(columns, min(len(columns), self.r.choice([1, 1, 2])))

    def time(self):
        """The next `at`: later, or at times the same, earlier or the clock's."""
        chance = self.r.random()
        if self.last is not None and chance < 0.2:
            return self.last
        if self.last is not None and chance < 0.24:
            return self.last - self.r.choice(STEPS)
        if chance < 0.27:
            self.now = max(self.now, datetime.datetime(2105, 3, 28))    # further ones are later than the clock's
            return None
        self.now += self.r.choice(STEPS)
        return self.now

    def round(self):
        r, config = self.r, self.config
        at = self.time()
        self.change_world(at or self.now)
        mode = "delta" if r.random() < 0.3 else "full"
        deletes = config.deletes if mode == "full" and r.random() < 0.85 else "ignore"
        part = mode == "delta" or deletes == "ignore" and r.random() < 0.5
        rows = self.rows(r.choice([0.15, 0.3, 0.7]) if part else 1)
        arguments = {"mode": mode, "deletes": deletes}
        if self.feed and r.random() < 0.12:
            rows, arguments = self.feed
        arguments = dict(arguments)
        if r.random() < 0.03:
            rows = []
            arguments["allow_empty"] = r.random() < 0.5
        if rows and r.random() < 0.2:
            rows = self.with_duplicates(rows, arguments)
        if rows and r.random() < 0.02:
            rows = rows + [dict(r.choice(rows), **{r.choice(list(config.key)): None})]
        if r.random() < 0.02:
            arguments["mode"], arguments["deletes"] = "delta", r.choice(["close", "record"])
        if r.random() < 0.06 and at != self.last:
            arguments["max_change"] = r.choice([0, 0.2, 0.5, 1])
        if r.random() < 0.05:
            arguments["dry_run"] = True
        self.last = at or self.last
        self.feed = rows, {"mode": arguments["mode"], "deletes": arguments["deletes"],
                           **({"sequence_by": "seq"} if "sequence_by" in arguments else {})}
        made = Round(rows, at, **arguments)
        made.by_query = r.random() < 0.2
        made.hashes = r.choice([None] * 17 + ["forget some", "forget", "rehash"])
        made.vacuum = r.random() < (0.3 if config.index == "primary" else 0.05)
        return made

    def with_duplicates(self, rows, arguments):
        """More rows of the same keys; mostly with what decides between them."""
        if self.r.random() < 0.8:
            arguments["sequence_by"] = "seq"
        result = []
        for row in rows:
            row = dict(row, seq=("3", 3))
            result.append(row)
            for _ in range(self.r.choice([0, 0, 1, 2])):
                other = dict(row, seq=self.r.choice([None, None, ("1", 1), ("2", 2), ("3", 3)] + [("4", 4)] * 3))
                if other["seq"] != row["seq"] or self.r.random() < 0.3:
                    column = self.r.choice([c for c in self.config.attributes if c != OWN])
                    other[column] = self.value(column)
                result.append(other)
        self.r.shuffle(result)
        return result
