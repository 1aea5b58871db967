"""The project's own knowledge: `dragoman check` has nothing to say against it, not even a warning: so every example of
every rule holds, and there is one of what each finds."""

from harness import Case, check


def cases(context):
    yield Case('rules/check', lambda: check_all(context))


def check_all(context):
    outcome = context.dragoman('check', '--warnings-as-errors')
    check(outcome.status == 0, 'exit status %d\n%s', outcome.status, outcome.errors() + outcome.text())
