"""What is written is valid by extractor/write/dragoman.schema.json, as a validator says that is not ours."""

import json
import os

import properties
from harness import Case, Skip, check


def cases(context):
    yield Case('schema/is-a-schema', lambda: validator(context))
    yield Case('schema/documents', lambda: check_documents(context))
    yield Case('schema/error-records', lambda: check_errors(context.over(context.small)))
    yield Case('schema/is-strict', lambda: check_strict(context.over(context.small)))


def validator(context):
    try:
        import jsonschema
    except ImportError:
        raise Skip('python3-jsonschema is not installed') from None
    path = context.path('extractor', 'write', 'dragoman.schema.json')
    check(os.path.exists(path), 'extractor/write/dragoman.schema.json is missing')
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
