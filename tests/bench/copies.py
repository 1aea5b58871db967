"""What the sweeps sweep over: knowledge with more rules, knowledge with more names, one text cut into many documents.

A copied rule asks for one thing more at its end, which no text has. So it goes along with its original for as long as that can match,
and then comes to nothing: what comes out is the same, byte for byte, and the work is that of a rule more.

    rule event/that : Event                              rule event/that.copy2 : Event
      match   [ v:@sign_verb ] that treaty:<Treaty>        match   [ v:@sign_verb ] that treaty:<Treaty> zqxvcopy2
      +  "Japan never [signed] that treaty."
"""

import json
import os
import random
import re
import shutil

TOKEN, TEXT = 'match', 'text'                        # the clause that makes a rule a token rule, a text rule

# --- Rules -----------------------------------------------------------------------------------------------------------------


def knowledge_with_copies(source, target, kind, times):
    """Copies rules/ and gazetteers/ of `source` to `target`, with every rule of a kind there `times` times. Returns how many
    rules of the kind the source has."""
    os.makedirs(target)
    shutil.copytree(os.path.join(source, 'rules'), os.path.join(target, 'rules'))
    os.symlink(os.path.abspath(os.path.join(source, 'gazetteers')), os.path.join(target, 'gazetteers'))
    count = 0
    for folder, _, names in os.walk(os.path.join(target, 'rules')):
        for name in names:
            if name.endswith('.rules'):
                count += copy_in_file(os.path.join(folder, name), kind, times)
    return count


def copy_in_file(path, kind, times):
    with open(path, encoding='utf-8') as file:
        rules = [rule for rule in rules_of(file.read()) if kind in rule.clauses]
    with open(path, 'a', encoding='utf-8') as file:
        for number in range(2, times + 1):
            file.writelines(copied(rule, kind, number) for rule in rules)
    return len(rules)


class Rule:
    """A rule as it is written: its name, what follows that in its first line, and {clause: body}, without examples."""

    def __init__(self, name, label):
        self.name, self.label, self.clauses = name, label, {}


def rules_of(text):
    """The rules of a file. A statement begins at the line's start, a clause is indented, deeper lines go on with it."""
    rules, clause, indent = [], None, 0
    for line in text.splitlines():
        line = without_comment(line)
        if not line.strip():
            continue
        depth = len(line) - len(line.lstrip())
        if depth == 0:
            begin = re.fullmatch(r'rule\s+(\S+)\s*(:.*)', line)
            rule = Rule(*begin.groups()) if begin else None
            if rule:
                rules.append(rule)
            clause, indent = None, 0
        elif rule and clause and depth > indent:
            rule.clauses[clause] += ' ' + line.strip()
        elif rule:
            clause, _, body = line.strip().partition(' ')
            indent = depth
            if clause in '+-':
                clause = None
            else:
                rule.clauses[clause] = body.strip()
    return rules


def without_comment(line):
    """The line up to a # that stands in no quotes and between no slashes."""
    return re.match(r'''(?: '(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" | /(?:\\.|[^/\\])*/ | [^\#] )*''', line, re.X)[0].rstrip()


def copied(rule, kind, number):
    extend = {TOKEN: longer_pattern, TEXT: longer_expression}[kind]
    lines = ['\nrule %s.copy%d %s' % (rule.name, number, rule.label)]
    for clause, body in rule.clauses.items():
        lines.append('  %s %s' % (clause, extend(body, number) if clause == kind else body))
    return '\n'.join(lines) + '\n'


def longer_pattern(pattern, number):
    """Brackets mark what is annotated, and are never within alternatives: with them, what is put at the end belongs to all of it."""
    whole = pattern if has_span(pattern) else '[ %s ]' % pattern
    return '%s zqxvcopy%d' % (whole, number)


def has_span(pattern):
    return '[' in re.sub(r"'(?:\\.|[^'\\])*'|/(?:\\.|[^/\\])*/", '', pattern)


def longer_expression(expression, number):
    """Sets of letters, as PCRE2 would look ahead for a letter that has to come and give up before it began."""
    inner = re.match(r'/((?:\\.|[^/\\])*)/', expression)[1]
    return r'/(?:%s)[\x{e000}-\x{e0ff}][\x{e100}-\x{e1ff}]{%d}/' % (inner, number)


# --- Names -----------------------------------------------------------------------------------------------------------------

SYLLABLES = [a + b for a in 'b d f g k l m n p r s t v z br dr kh st'.split() for b in 'a e i o u an el or'.split()]
FROM_TEXT = 10                                       # one name in so many begins with a word of the text


def names_folder(target, count, text):
    """A folder of gazetteers with `count` made-up names of two words, no two alike; none is in the text, but the text has the first
    word of some, as it has first names of people who are not in a list."""
    dice, seen = random.Random(count), set()
    heads = capitals_of(text)
    folder = os.path.join(target, 'made_up_name')
    os.makedirs(folder)
    with open(os.path.join(folder, 'entries.tsv'), 'w', encoding='utf-8') as file:
        file.write('# label Organization\nname\n')
        while len(seen) < count:
            first = dice.choice(heads) if len(seen) % FROM_TEXT == 0 else made_up(dice)
            name = '%s %sq' % (first, made_up(dice))
            if hash(name) not in seen:               # hashes are enough to tell names apart, and small
                seen.add(hash(name))
                file.write(name + '\n')
    return target


def made_up(dice):
    return ''.join(dice.choices(SYLLABLES, k=dice.choice((2, 2, 3, 3, 3, 4)))).capitalize()


def capitals_of(text, most=5000):
    """Different words of the text that begin with a capital."""
    found = {}
    with open(text, encoding='utf-8') as file:
        for line in file:
            found.update(dict.fromkeys(re.findall(r'\b[A-Z][a-z]{3,}\b', line)))
            if len(found) >= most:
                break
    return list(found)[:most]


# --- Documents -------------------------------------------------------------------------------------------------------------


def cut_into_documents(text, target, size):
    """Writes the text as JSON Lines, about `size` bytes of it a document, cut at white space. Returns how many there are."""
    count = 0
    with open(text, 'rb') as source, open(target, 'w', encoding='utf-8') as lines:
        for piece in pieces(source, size):
            count += 1
            lines.write(json.dumps({'id': 'd%d' % count, 'text': piece.decode('utf-8', 'replace')}, ensure_ascii=False) + '\n')
    return count


def pieces(source, size):
    rest = b''
    while True:
        piece = rest + source.read(size - len(rest))
        if not piece:
            return
        end = len(piece)
        if end == size:
            end = max(piece.rfind(b' '), piece.rfind(b'\n')) + 1 or end
        rest = piece[end:]
        yield piece[:end]
