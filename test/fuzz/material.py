"""Schemas and documents to begin with, and what becomes of them: mutation and shrinking.

Values are those of Python's json module, but a number is a Number, which keeps its spelling: 1.0 is not 1 to draft 4.
"""
import gzip
import json
import os
import pathlib
import re
import sys
import time

HERE = pathlib.Path(__file__).parent
TOP = HERE.parent.parent
sys.path.append(str(TOP / "bench"))
from documents import Documents

EACH = 20  # documents of each of our own schemas
LARGEST = 20_000  # bytes of a schema or document from elsewhere: larger ones take the time of many small ones

DRAFTS = ["http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-06/schema#",
          "http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2019-09/schema",
          "https://json-schema.org/draft/2020-12/schema"]


class Number(str):
    """A number as it is written."""


def load(text):
    return json.loads(text, parse_int=Number, parse_float=Number, parse_constant=Number)


def load_or_none(text):
    """Some of what there is, is there because it is no JSON."""
    try:
        return load(text)
    except ValueError:
        return None


def dump(value):
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(map(dump, value)) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(json.dumps(key) + ":" + dump(item) for key, item in value.items()) + "}"
    return json.dumps(value)


def corpus_pairs():
    for path in sorted((HERE / "corpus/document").iterdir()):
        schema, document = path.read_text().split("\n", 1)
        yield load(schema), load(document)
    for path in sorted((HERE / "corpus/schema").iterdir()):
        yield load_or_none(path.read_text()), {}


def contract_pairs():
    """The schemas of the examples and of the bench, with documents of each."""
    for path in sorted(TOP.glob("examples/contracts/*.schema.json")):
        lines = (TOP / "examples/data" / (path.name.split(".")[0] + ".ndjson")).read_text().splitlines()
        for line in lines[:EACH]:
            yield load(path.read_text()), load_or_none(line)
    documents = Documents("fuzz")
    for path in sorted(TOP.glob("bench/*.schema.json")):
        for _ in range(EACH):
            yield load(path.read_text()), load(json.dumps(getattr(documents, path.name.split(".")[0])()))


def suite_pairs(data):
    for number, draft in enumerate(["draft4", "draft6", "draft7", "draft2019-09", "draft2020-12"]):
        for path in sorted(data.glob(f"json-schema-test-suite/tests/{draft}/**/*.json")):
            for group in load(path.read_text()):
                schema = group["schema"]
                if isinstance(schema, dict) and "$schema" not in schema:
                    schema = {"$schema": DRAFTS[number], **schema}
                for test in group["tests"]:
                    yield schema, test["data"]


def store_pairs(data):
    for path in sorted(data.glob("schemastore/cases.jsonl*")):
        with gzip.open(path, "rt") if path.suffix == ".gz" else open(path) as lines:
            for line in lines:
                case = load(line) if len(line) < 10 * LARGEST else {"tests": []}
                for test in case["tests"]:
                    yield case["schema"], test["document"]


def pairs():
    """All (schema, document) there are to begin with."""
    found = [*corpus_pairs(), *contract_pairs()]
    if os.environ.get("ACCORD_TEST_DATA"):
        data = pathlib.Path(os.environ["ACCORD_TEST_DATA"])
        found += [*suite_pairs(data), *store_pairs(data)]
    return [(schema, document) for schema, document in found if len(dump(schema)) + len(dump(document)) <= LARGEST]


KEYWORDS = set("""$ref $anchor $dynamicRef $dynamicAnchor $defs definitions type enum const multipleOf maximum exclusiveMaximum minimum
exclusiveMinimum maxLength minLength pattern format items prefixItems additionalItems unevaluatedItems maxItems minItems uniqueItems
contains maxContains minContains properties patternProperties additionalProperties unevaluatedProperties propertyNames maxProperties
minProperties required dependencies dependentRequired dependentSchemas allOf anyOf oneOf not if then else""".split())
TYPES = ["null", "boolean", "object", "array", "number", "string", "integer"]
FORMATS = ["date", "date-time", "time", "duration", "email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri", "iri",
           "uri-reference", "uri-template", "uuid", "json-pointer", "relative-json-pointer", "regex"]
PATTERNS = ["^a", "b$", "^[a-z]+$", "^(a|b)*c$", "\\d{2,}", "^\\S*$", "^.{2}$", "(?=a)\\w", "\\p{L}", "^x-"]
NUMBERS = ["0", "1", "2", "3", "-1", "1.0", "1.5", "0.1", "1e2", "-0", "9007199254740993", "1e-3", "12345678901234567890.5"]
NAMES = ["a", "b", "c", "id", "name", "x-1"]
REFERENCES = ["#", "#/$defs/a", "#/definitions/a", "#a", "#/properties/a", *DRAFTS]
STRINGS = ["", "a", "b", "ab", "x-1", "2024-02-29", "a@b.c", "::1", "\u00e9", "\U0001f432", "a\u0301", "1", "#", "#/$defs/a", "\\"]


class Mutator:
    """Changes values at random; all chance is in one generator, so that a seed tells all."""

    def __init__(self, random, material):
        self.random = random
        self.schemas = [schema for schema, _ in material]
        self.documents = [document for _, document in material]

    def scalar(self):
        choose = self.random.choice
        return choose([None, True, False, Number(choose(NUMBERS)), Number(choose(NUMBERS)), choose(STRINGS), choose(STRINGS)])

    def keyword_value(self, keyword):
        """A value that the keyword may have; a schema, unless it is in the table."""
        choose, sample, some = self.random.choice, self.random.sample, self.random.randint
        schema = lambda: choose([True, False, {"type": choose(TYPES)}, {"const": self.scalar()}, self.subschema()])
        bound = lambda: Number(choose(NUMBERS))
        count = lambda: Number(choose(["0", "1", "2", "3", "2.0", "0.5"]))
        members = lambda: {name: schema() for name in sample(NAMES, 2)}
        branches = lambda: [schema() for _ in range(some(1, 5))]
        table = {
            "type": lambda: choose([choose(TYPES), [choose(TYPES)], sample(TYPES, 2)]),
            "enum": lambda: [self.scalar(), self.part(self.documents)],
            "const": lambda: self.part(self.documents),
            "format": lambda: choose(FORMATS),
            "pattern": lambda: choose(PATTERNS),
            "required": lambda: sample(NAMES, 2),
            "uniqueItems": lambda: choose([True, False]),
            "dependentRequired": lambda: {choose(NAMES): sample(NAMES, 2)},
            "patternProperties": lambda: {choose(PATTERNS): schema()},
            "$ref": lambda: choose(REFERENCES), "$dynamicRef": lambda: choose(REFERENCES),
            "$anchor": lambda: "a", "$dynamicAnchor": lambda: "a",
            "maximum": bound, "minimum": bound, "exclusiveMaximum": bound, "exclusiveMinimum": bound,
            **dict.fromkeys(["multipleOf", "maxLength", "minLength", "maxItems", "minItems", "maxContains", "minContains",
                             "maxProperties", "minProperties"], count),
            **dict.fromkeys(["properties", "$defs", "definitions", "dependentSchemas", "dependencies"], members),
            **dict.fromkeys(["allOf", "anyOf", "oneOf", "prefixItems"], branches),
        }
        return table.get(keyword, schema)()

    def part(self, values):
        """A value from somewhere inside one of the values."""
        value = self.random.choice(values)
        while isinstance(value, (dict, list)) and value and self.random.random() < 0.7:
            value = self.random.choice(list(value.values()) if isinstance(value, dict) else value)
        return value if len(dump(value)) < 2000 else None

    def subschema(self):
        """A part of a schema that looks like one itself."""
        part = self.part(self.schemas)
        return part if isinstance(part, bool) or isinstance(part, dict) and not KEYWORDS.isdisjoint(part) else {}

    def near(self, number):
        """A number that differs by little, or is spelled otherwise."""
        if re.fullmatch(r"-?\d{1,1000}", number):
            return Number(self.random.choice([number + ".0", str(int(number) + 1), str(int(number) - 1)]))
        if re.fullmatch(r"\d+\.\d+", number):
            return Number(self.random.choice([number + "0", number + "1", "-" + number]))
        return Number(self.random.choice(NUMBERS))

    def new(self, is_schema):
        return self.subschema() if is_schema else self.part(self.documents)

    def change_object(self, value, is_schema):
        random, changed = self.random, dict(value)
        if is_schema and random.random() < (0.1 if KEYWORDS.isdisjoint(changed) else 0.7):
            keyword = random.choice(sorted(KEYWORDS))
            changed[keyword] = self.keyword_value(keyword)
        elif changed and random.random() < 0.5:
            del changed[random.choice(list(changed))]
        else:
            changed[random.choice([*NAMES, *changed])] = self.new(is_schema)
        return changed

    def change_list(self, value, is_schema):
        at = self.random.randint(0, len(value))
        return value[:at] + [self.new(is_schema)] * self.random.randint(0, 2) + value[at + self.random.randint(0, 1):]

    def change_string(self, value):
        if value in TYPES:
            return self.random.choice(TYPES)
        at = self.random.randint(0, len(value))
        return value[:at] + self.random.choice(STRINGS) + value[at + self.random.randint(0, 2):]

    def change(self, value, is_schema):
        """Another value in the place of one, most often of its kind."""
        if self.random.random() < 0.2:
            return self.random.choice([self.scalar(), self.new(is_schema)])
        if isinstance(value, dict):
            return self.change_object(value, is_schema)
        if isinstance(value, list):
            return self.change_list(value, is_schema)
        if isinstance(value, Number):
            return self.near(value)
        if isinstance(value, str):
            return self.change_string(value)
        return not value

    def mutate(self, value, is_schema):
        """The value with one change somewhere in it."""
        if isinstance(value, (dict, list)) and value and self.random.random() < 0.75:
            changed = value.copy()
            at = self.random.choice(list(value) if isinstance(value, dict) else range(len(value)))
            changed[at] = self.mutate(value[at], is_schema)
            return changed
        return self.change(value, is_schema)

    def pair(self):
        """A pair of one that was there, or of two, each with some changes."""
        at = self.random.randrange(len(self.schemas))
        schema, document = self.schemas[at], self.documents[at]
        if self.random.random() < 0.2:
            document = self.part(self.documents)
        for _ in range(self.random.choice([0, 1, 1, 2, 4])):
            schema = self.mutate(schema, True)
        for _ in range(self.random.choice([0, 1, 1, 2, 4])):
            document = self.mutate(document, False)
        return schema, document

    def garble(self, text):
        """The text with some characters of it elsewhere, gone or twice."""
        for _ in range(self.random.randint(1, 4)):
            at, end = sorted(self.random.randint(0, len(text)) for _ in range(2))
            text = self.random.choice([
                text[:at] + text[end:] if end - at < 20 else text[:at] + text[at + 1:],
                text[:at] + self.random.choice(["\\", '"', "{", "}", "[", "]", ",", ":", "\\u", "e", "-", "\n", "\u00e9", "\\ud800"]) + text[at:],
                text[:end] + text[at:end][:50] + text[end:]])
        return text


def smaller(value):
    """Values that say less than this one, those that say least first."""
    if isinstance(value, dict):
        yield from value.values()
        for key in value:
            yield {name: item for name, item in value.items() if name != key}
        for key, item in value.items():
            for less in smaller(item):
                yield {**value, key: less}
    elif isinstance(value, list):
        yield from value
        for at in range(len(value)):
            yield value[:at] + value[at + 1:]
        for at, item in enumerate(value):
            for less in smaller(item):
                yield value[:at] + [less] + value[at + 1:]
    elif isinstance(value, str) and not isinstance(value, Number) and len(value) > 1:
        yield value[:len(value) // 2]
        yield value[len(value) // 2:]


def shrink(schema, document, is_found, seconds=60):
    """The pair made as small as it gets in that time, with is_found(schema, document) still true."""
    end = time.monotonic() + seconds
    again = True
    while again:
        again = False
        size = len(dump(schema)) + len(dump(document))
        candidates = [(less, document) for less in smaller(schema)] + [(schema, less) for less in smaller(document)]
        sizes = sorted((len(dump(less[0])) + len(dump(less[1])), i) for i, less in enumerate(candidates))
        for smaller_size, i in sizes:
            if smaller_size >= size or time.monotonic() > end:
                break
            if is_found(*candidates[i]):
                schema, document = candidates[i]
                again = True
                break
    return schema, document
