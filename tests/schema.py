"""What is written is valid by extractor/write/*.schema.json, as a validator says that is not ours."""

import json
import os
import tempfile

import errors
import properties
from harness import Case, Skip, check


def cases(context):
    yield Case('schema/is-a-schema', lambda: validator(context))
    yield Case('schema/documents', lambda: check_documents(context))
    yield Case('schema/error-records', lambda: check_errors(context.over(context.small)))
    yield Case('schema/check-json', lambda: check_messages(context))
    yield Case('schema/check-json-of-nothing', lambda: check_no_knowledge(context))
    yield Case('schema/is-strict', lambda: check_strict(context.over(context.small)))


def validator(context, name='dragoman.schema.json'):
    try:
        import jsonschema
    except ImportError:
        raise Skip('python3-jsonschema is not installed') from None
    path = context.path('extractor', 'write', name)
    check(os.path.exists(path), 'extractor/write/%s is missing', name)
    with open(path, encoding='utf-8') as file:
        schema = json.load(file)
    check('2020-12' in schema.get('$schema', ''), 'the schema is not of draft 2020-12')
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def complain(valid, document):
    problems = ['%s: %s' % ('/'.join(map(str, p.absolute_path)), p.message[:300]) for p in valid.iter_errors(document)]
    check(not problems, '%s', '\n'.join(problems[:10]))


def check_documents(context):
    valid = validator(context)
    texts = properties.sample_texts(context) + properties.made_texts(40)
    for options in (('--text',),) if context.quick else ((), ('--text',), ('--offsets', 'utf16')):
        for document in context.annotate_lines(properties.documents_of(texts), *options):
            complain(valid, document)


def check_errors(context):
    valid = validator(context)
    outcome = context.dragoman('annotate', '--jsonl', '-', stdin=b'{"id":"a","text":1}\n{"id":\n{"id":"c","text":"Japan"}\n')
    for document in outcome.objects():
        complain(valid, document)


def check_messages(context):
    """`check --json` says what `check` says, place by place."""
    valid = validator(context, 'check.schema.json')
    names = ('several-at-once.rules', 'example-fails.rules', 'wrong-utf-8.rules', 'table-wrong-cells', 'nothing-wrong.rules')
    for path in [context.path('tests', 'errors', name) for name in names]:
        with tempfile.TemporaryDirectory() as plain, tempfile.TemporaryDirectory() as other:
            told = errors.check_knowledge(context, context.small, path, plain)
            outcome = errors.check_knowledge(context, context.small, path, other, '--json')
        check(outcome.err == b'' and outcome.status == told.status, '%s: %s', path, outcome.errors())
        document, = outcome.objects()
        complain(valid, document)
        heads = [line for line in told.errors().split('\n') if ': error: ' in line or ': warning: ' in line]
        check([head_of(m) for m in document['messages']] == [os.path.basename(h.split(':')[0]) + ':' + h.split(':', 1)[1] for h in heads], '%s: %s', heads, document)
        check(len(heads) == document['errors'] + document['warnings'], '%s', document)
        check(('rules' in document) == (b'checked no examples' not in told.out), '%s', document)


def check_no_knowledge(context):
    """An editor gets an object where there is nothing to check, too."""
    with tempfile.TemporaryDirectory() as folder:
        outcome = context.dragoman('check', '--json', data=folder)
    document, = outcome.objects()
    complain(validator(context, 'check.schema.json'), document)
    check(outcome.status == 3 and [m['code'] for m in document['messages']] == ['no-knowledge'], '%s', document)
    check('there is no folder' in outcome.errors(), '%s', outcome.errors())


def head_of(message):
    return '%s:%d:%d: %s: %s' % (os.path.basename(message['file']), message['line'], message['column'], message['severity'], message['message'])


def check_strict(context):
    """The schema would say so if something were wrong."""
    valid = validator(context)
    good = context.annotate_lines([{'id': 'a', 'text': 'Japan signed the Treaty on Space.'}])[0]
    check(good['entities'], 'nothing was found in the good document')
    for key in ('schema', 'id', 'entities'):
        check(not valid.is_valid({k: v for k, v in good.items() if k != key}), 'a document without %r is valid', key)
    for key, value in (('start', -1), ('start', 'x'), ('label', 5), ('score', 'high')):
        bad = json.loads(json.dumps(good))
        bad['entities'][0][key] = value
        check(not valid.is_valid(bad), 'an entity with %s %r is valid', key, value)
