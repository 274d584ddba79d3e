"""Python's jsonschema as a peer of test/fuzz/differential: see peer_ajv.js."""
import json
import sys
import warnings

warnings.simplefilter("ignore")
import jsonschema
try:
    from jsonschema_specifications import REGISTRY
except ImportError:  # before 4.18
    REGISTRY = None

VALIDATORS = {"draft-04": jsonschema.Draft4Validator, "draft-06": jsonschema.Draft6Validator, "draft-07": jsonschema.Draft7Validator,
              "2019-09": jsonschema.Draft201909Validator, "2020-12": jsonschema.Draft202012Validator}


def no_network(uri):
    raise LookupError(uri)


def without_network(validator, schema):
    """A validator that fetches nothing, however it is referred to."""
    if REGISTRY is not None:
        return validator(schema, registry=REGISTRY)
    handlers = {scheme: no_network for scheme in ("http", "https", "ftp", "urn")}
    return validator(schema, resolver=jsonschema.RefResolver.from_schema(schema, id_of=validator.ID_OF, handlers=handlers))


def verdict(validator, document):
    try:
        return validator.is_valid(document)
    except Exception:
        return None


def verdicts(case):
    validator = VALIDATORS[case["draft"]]
    try:
        validator.check_schema(case["schema"])
        validator = without_network(validator, case["schema"])
    except Exception:
        return [None] * len(case["documents"])
    return [verdict(validator, document) for document in case["documents"]]


for line in sys.stdin:
    print(json.dumps(verdicts(json.loads(line))), flush=True)
