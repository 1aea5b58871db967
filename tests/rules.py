"""The project's own knowledge: `dragoman check` finds nothing wrong, so every example of every rule holds."""

from harness import Case, check


def cases(context):
    yield Case('rules/check', lambda: check_all(context))


def check_all(context):
    outcome = context.dragoman('check')
    check(outcome.status == 0, 'exit status %d\n%s', outcome.status, outcome.errors() + outcome.text())
