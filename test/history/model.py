"""What a merge does to a dimension, one row at a time: the specification executed naively.

Nothing here knows how the extension works.  A value is None or a pair (text, meaning): the text as PostgreSQL prints
it, and what equal values share (1.0 and 1.00).  Times are datetimes in the type of valid_from, after conversion; for
timestamp with time zone in UTC.  The end of an open version is None.
"""
import copy

IN_PLACE = ("overwrite", "previous")
COMPANIONS = ("previous", "current")
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
    def __init__(self, row, valid_from, deleted=False, waits=False):
        self.row = dict(row)        # column to value; of a column that is missing: NULL
        self.valid_from = valid_from
        self.valid_to = None
        self.deleted = deleted
        self.waits = waits          # has it had no feed since columns were added?


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
        self.filled = set()         # columns that versions which wait take from their first feed
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

    # alter_dimension

    def alter(self, policies, add, drop):
        """policies: of columns that are there, or are added.  The table keeps columns and companions that go."""
        for column in drop:
            del self.policies[column]
        self.policies.update({column: "version" for column in add})
        self.policies.update(policies)
        self.filled -= {*drop}
        added = {column for column in add if self.policies[column] != "overwrite"}
        if added:
            if not all(version.waits for version in self.open_versions()):
                self.filled = set()     # a version that had its feed must not take a change for it
            self.filled |= added
            for version in self.open_versions():
                version.waits = True
        for versions in self.history.values():
            self.show_current(versions)

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
        """History as before the last feed, but what was written into older versions stays."""
        now = self.history
        self.history = copy.deepcopy(self.before)
        for key, versions in self.history.items():
            for version in versions:
                changed = next(v for v in now[key] if v.valid_from == version.valid_from)
                version.row, version.waits = changed.row, changed.waits
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
                    if stays:       # the same row: columns that are the dimension's no longer stay as they are
                        stays.row = {**version.row, **stays.row}
                    count += stays is None or version.waits and bool(self.filled) or not self.equal(stays, version)
                elif version.valid_to == at:
                    count += stays.valid_to is None
        return count

    @staticmethod
    def equal(one, other):
        return one.deleted == other.deleted and all(same(one.row.get(column), other.row.get(column))
                                                    for column in {**one.row, **other.row})

    def take(self, row, at):
        """Takes one row of the feed; the name of what it counts as."""
        key = self.key_of(row)
        versions = self.history.setdefault(key, [])
        start = row[self.valid_from_column][1] if self.valid_from_column else at
        if not versions:
            self.open(versions, row, start)
            return "inserted"

        last = versions[-1]
        differs = {policy for column, policy in self.policies.items()
                   if not self.is_waiting(last, column) and not same(row[column], last.row.get(column))}
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
        self.change_in_place(versions, row)
        if differs & set(IN_PLACE):
            return "overwritten"
        return "fixed_kept" if "fixed" in differs else "unchanged"

    def is_waiting(self, version, column):
        return version.waits and column in self.filled and self.policies[column] != "overwrite"

    def open(self, versions, row, start):
        """A new version of the key, made of the feed's row and of what the last version hands on."""
        values = {column: row[column] for column in [*self.key, *self.policies]}
        last = versions[-1] if versions else None
        for column, policy in self.policies.items():
            if policy == "fixed" and last and not self.is_waiting(last, column):
                values[column] = last.row.get(column)
            if policy == "previous":
                values[column + "_previous"] = self.previous(last, column, row)
        if last and last.valid_to is None:
            last.valid_to = start
        if last:
            values.update({column: last.row[column] for column in self.key})
            self.overwrite(versions, row)
        versions.append(Version(values, start))
        self.show_current(versions)

    def previous(self, last, column, row):
        if last is None:
            return None
        if self.is_waiting(last, column) or same(row[column], last.row.get(column)):
            return last.row.get(column + "_previous")
        return last.row.get(column)

    def change_in_place(self, versions, row):
        last = versions[-1]
        for column, policy in self.policies.items():
            if self.is_waiting(last, column):
                last.row[column] = row[column]
            elif policy == "previous" and not same(row[column], last.row.get(column)):
                last.row[column + "_previous"] = last.row.get(column)
                last.row[column] = row[column]
        last.waits = False
        self.overwrite(versions, row)
        self.show_current(versions)

    def overwrite(self, versions, row):
        """A change of one column writes all of that policy: from then on the key has one value of each."""
        columns = [column for column, policy in self.policies.items() if policy == "overwrite"]
        if all(same(versions[-1].row.get(column), row[column]) for column in columns):
            return
        for version in versions:
            for column in columns:
                if not same(version.row.get(column), row[column]):
                    version.row[column] = row[column]

    def show_current(self, versions):
        for column, policy in self.policies.items():
            for version in versions:
                if policy == "current":
                    version.row[column + "_current"] = versions[-1].row.get(column)

    def recorded(self, last, at):
        """The deletion version that follows the last one."""
        ours = [*self.key, *self.policies, *(f"{column}_{policy}" for column, policy in self.policies.items() if policy in COMPANIONS)]
        return Version({column: last.row.get(column) for column in ours}, at, deleted=True, waits=last.waits)

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
                versions.append(self.recorded(last, at))
            counts["recorded" if deletes == "record" else "closed"] += 1


def judge_change(counts, opened, max_change):
    """More than that share of the open rows would change or end."""
    ended = counts["versioned"] + counts["closed"] + counts["recorded"]
    if opened and (ended + counts["overwritten"]) / opened > max_change:
        raise Refused({"55000"})
