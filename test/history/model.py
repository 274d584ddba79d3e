"""What a merge does to a dimension, one row at a time: the specification executed naively.

Nothing here knows how the extension works.  A value is None or a pair (text, meaning): the text as PostgreSQL prints
it, and what equal values share (1.0 and 1.00).  Times are datetimes in the type of valid_from, after conversion; for
timestamp with time zone in UTC.  The end of an open version is None.
"""
import copy

IN_PLACE = ("overwrite", "previous")
COUNTS = ("inserted", "versioned", "overwritten", "reopened", "unchanged", "fixed_kept", "late", "duplicates",
          "closed", "recorded", "replaced")
OF_THE_FEED = COUNTS[:8]


class Refused(Exception):
    """The merge ends in an error with one of these SQLSTATEs, and nothing has changed."""

    def __init__(self, states):
        super().__init__(", ".join(sorted(states)))
        self.states = states


def same(one, other):
    """Is it the same value, whatever its spelling?  NULL is a value."""
    if one is None or other is None:
        return one is other
    return one[1] == other[1]


class Version:
    def __init__(self, row, valid_from, deleted=False):
        self.row = dict(row)        # column to value
        self.valid_from = valid_from
        self.valid_to = None
        self.deleted = deleted


class Dimension:
    """key: columns; policies: each other column of the source to its policy, in the order of the columns."""

    def __init__(self, key, policies, unit, valid_from_column=None, late="error", fixed="keep", is_deleted=False):
        self.key = key
        self.policies = policies
        self.unit = unit
        self.valid_from_column = valid_from_column
        self.late = late
        self.fixed = fixed
        self.is_deleted = is_deleted
        self.history = {}           # key (meanings) to versions, oldest first
        self.last = None            # time of the last feed
        self.before = None          # history before the last feed

    # what the table holds

    def versions(self):
        return [version for versions in self.history.values() for version in versions]

    def open_versions(self):
        return [version for version in self.versions() if version.valid_to is None]

    def as_of(self, time):
        return [v for v in self.versions()
                if v.valid_from <= time and (v.valid_to is None or time < v.valid_to) and not v.deleted]

    # one merge

    def merge(self, feed, at, mode="full", deletes="ignore", sequence_by=None, max_change=None, allow_empty=False,
              replaces=True):
        """The counts of the merge.  replaces: `at` is the time that was said for the last feed; for dates, of its day."""
        states = set()
        if mode == "delta" and deletes != "ignore" or deletes == "record" and not self.is_deleted:
            states.add("22023")
        if self.last is not None and (at < self.last or at == self.last and not replaces):
            states.add("22023")
        if any(row[column] is None for row in feed for column in self.key):
            states.add("23502")
        if not feed and mode == "full" and deletes != "ignore" and not allow_empty:
            states.add("55000")
        replaces = replaces and at == self.last
        if replaces and self.valid_from_column:
            states.add("0A000")     # which versions that feed opened is not known
        rows, duplicates = self.one_per_key(feed, sequence_by, states)
        if states:
            raise Refused(states)

        work = copy.deepcopy(self)
        counts = dict.fromkeys(COUNTS, 0)
        counts["duplicates"] = duplicates
        if replaces:
            work.undo()
        else:
            work.before = copy.deepcopy(self.history)
        opened = sum(not version.deleted for version in work.open_versions())
        for row in rows:
            counts[work.take(row, at)] += 1
        if mode == "full" and deletes != "ignore":
            work.end_missing({self.key_of(row) for row in rows}, at, deletes, counts)
        if counts["late"] and self.late == "error":
            raise Refused({"55000"})
        if replaces:
            counts["replaced"] = work.replaced(self, at)
        if max_change is not None:
            judge_change(counts, opened, max_change)
        work.last = at
        self.__dict__ = work.__dict__
        return counts

    def key_of(self, row):
        return tuple(row[column][1] if row[column] else None for column in self.key)

    def one_per_key(self, feed, sequence_by, states):
        """The row of each key that counts, and how many do not."""
        by_key = {}
        for row in feed:
            by_key.setdefault(self.key_of(row), []).append(row)
        chosen = []
        for rows in by_key.values():
            if len(rows) > 1 and sequence_by is None:
                states.add("21000")
            elif len(rows) > 1:
                rows.sort(key=lambda row: (row[sequence_by] is not None, row[sequence_by] and row[sequence_by][1]))
                for row in rows:
                    if same(row[sequence_by], rows[-1][sequence_by]) and self.differ(row, rows[-1]):
                        states.add("21000")
            chosen.append(rows[-1])
        return chosen, len(feed) - len(chosen)

    def differ(self, one, other):
        return any(not same(one[column], other[column]) for column in self.policies)

    def undo(self):
        """History as before the last feed, but overwritten and previous values stay."""
        now = self.history
        self.history = copy.deepcopy(self.before)
        for key, versions in self.history.items():
            for version in versions:
                changed = next(v for v in now[key] if v.valid_from == version.valid_from)
                for column, policy in self.policies.items():
                    if policy in IN_PLACE:
                        version.row[column] = changed.row[column]
                    if policy == "previous":
                        version.row[column + "_previous"] = changed.row[column + "_previous"]
        for versions in self.history.values():
            self.show_current(versions)

    def replaced(self, old, at):
        """Versions that the feed at that time opened and that went or changed, and those that it ended and that are open again."""
        now = {(key, version.valid_from): version for key, versions in self.history.items() for version in versions}
        count = 0
        for key, versions in old.history.items():
            for version in versions:
                stays = now.get((key, version.valid_from))
                if version.valid_from == at:
                    count += stays is None or not self.equal(stays, version)
                elif version.valid_to == at:
                    count += stays.valid_to is None
        return count

    @staticmethod
    def equal(one, other):
        return one.deleted == other.deleted and all(same(one.row[column], other.row[column]) for column in one.row)

    def take(self, row, at):
        """Takes one row of the feed; the name of what it counts as."""
        key = self.key_of(row)
        versions = self.history.setdefault(key, [])
        start = row[self.valid_from_column][1] if self.valid_from_column else at
        if not versions:
            self.open(versions, row, start)
            return "inserted"

        last = versions[-1]
        differs = {policy for column, policy in self.policies.items() if not same(row[column], last.row[column])}
        if "fixed" in differs and self.fixed == "error":
            raise Refused({"55000", "23514"})
        if last.valid_to is not None or last.deleted:
            # a deletion version lasts for one unit at least
            self.open(versions, row, max(start, last.valid_from + self.unit if last.deleted else last.valid_to))
            return "reopened"
        if differs & {"version", "current", "overwrite", "previous"} and start <= last.valid_from:
            return "late"
        if differs & {"version", "current"}:
            self.open(versions, row, start)
            return "versioned"
        if differs & set(IN_PLACE):
            self.change_in_place(versions, row)
            return "overwritten"
        return "fixed_kept" if "fixed" in differs else "unchanged"

    def open(self, versions, row, start):
        """A new version of the key, made of the feed's row and of what the last version hands on."""
        values = {column: row[column] for column in [*self.key, *self.policies]}
        last = versions[-1] if versions else None
        for column, policy in self.policies.items():
            if policy == "fixed" and last:
                values[column] = last.row[column]
            if policy == "previous":
                values[column + "_previous"] = self.previous(last, column, row)
        if last and last.valid_to is None:
            last.valid_to = start
        if last:
            values.update({column: last.row[column] for column in self.key})
        versions.append(Version(values, start))
        self.show_current(versions)
        self.overwrite(versions, row)

    @staticmethod
    def previous(last, column, row):
        if last is None:
            return None
        if same(row[column], last.row[column]):
            return last.row[column + "_previous"]
        return last.row[column]

    def change_in_place(self, versions, row):
        last = versions[-1]
        for column, policy in self.policies.items():
            if policy == "previous" and not same(row[column], last.row[column]):
                last.row[column + "_previous"] = last.row[column]
                last.row[column] = row[column]
        self.overwrite(versions, row)

    def overwrite(self, versions, row):
        for column, policy in self.policies.items():
            for version in versions:
                if policy == "overwrite" and not same(version.row[column], row[column]):
                    version.row[column] = row[column]

    def show_current(self, versions):
        for column, policy in self.policies.items():
            for version in versions:
                if policy == "current":
                    version.row[column + "_current"] = versions[-1].row[column]

    def end_missing(self, seen, at, deletes, counts):
        for key, versions in self.history.items():
            last = versions[-1] if versions else None
            if last is None or last.valid_to is not None or last.deleted or key in seen:
                continue
            if at <= last.valid_from:   # begins later, by its own time: not missing yet
                if self.late == "error":
                    raise Refused({"55000"})
                continue
            last.valid_to = at
            if deletes == "record":
                versions.append(Version(last.row, at, deleted=True))
            counts["recorded" if deletes == "record" else "closed"] += 1


def judge_change(counts, opened, max_change):
    """More than that share of the open rows would change or end."""
    ended = counts["versioned"] + counts["closed"] + counts["recorded"]
    if opened and (ended + counts["overwritten"]) / opened > max_change:
        raise Refused({"55000"})
