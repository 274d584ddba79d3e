"""Test results as TAP."""


class Tap:
    def __init__(self, plan):
        self.number = 0
        self.failed = False
        print(f"1..{plan}")

    def ok(self, good, name, *notes):
        self.number += 1
        self.failed = self.failed or not good
        print(f"{'ok' if good else 'not ok'} {self.number} - {name}")
        if not good:
            for note in notes:
                print(f"#   {note}")


def differences(expected, got):
    return [f"missing: {row}" for row in list((expected - got).elements())[:5]] + \
           [f"extra: {row}" for row in list((got - expected).elements())[:5]]
