"""What `dragoman why` tells: of an annotation the whole story, of one that is missing what kept it away.

Each test writes a text, and maybe a rule or a table beside those of tests/knowledge, and looks for what has to be told. In the
text, square brackets mark what is asked for.
"""

import os
import tempfile
import time

from harness import Case, check, show


def cases(context):
    small = context.over(context.small)
    for name, test in sorted(globals().items()):
        if name.startswith('test_'):
            over = context if name.startswith('test_our_') else small
            yield Case('why/' + name[len('test_'):].replace('_', '-'), lambda test=test, over=over: test(over))


def why(context, marked, *options, rules=None, tables=None, status=0, place=True):
    """Asks about what stands in brackets; returns what is told."""
    start, end = marked.find('['), marked.find(']') - 1
    text = marked.replace('[', '').replace(']', '')
    with tempfile.TemporaryDirectory() as folder:
        arguments = []
        files = {'r/en/more.rules': rules, **{'g/' + name: table for name, table in (tables or {}).items()}}
        for name, content in files.items():
            if not content:
                continue
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'w', encoding='utf-8') as file:
                file.write(content)
        arguments += ['--rules', os.path.join(folder, 'r')] if rules else []
        arguments += ['--gazetteers', os.path.join(folder, 'g')] if tables else []
        path = os.path.join(folder, 'text.txt')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        if place is True:
            place = ':%d-%d' % (start, end) if start >= 0 else ''
        outcome = context.dragoman('why', *arguments, *options, path + place)
    check(outcome.status == status, 'exit status %d, not %d: %s%s', outcome.status, status, show(outcome.errors()), show(outcome.out))
    return outcome.text() if status == 0 else outcome.errors()


def tells(told, *words):
    """In this order."""
    at = 0
    for word in words:
        found = told.find(word, at)
        check(found >= 0, 'it does not tell %r%s:\n%s', word, '' if word not in told else ' in its place', told)
        at = found + len(word)


def is_short(told, lines=40, columns=140):
    check(told.count('\n') <= lines, '%d lines:\n%s', told.count('\n'), told)
    widest = max(told.split('\n'), key=len)
    check(len(widest) <= columns, '%d columns: %s', len(widest), widest)


# --- What is there -----------------------------------------------------------------------------------------------------------

def test_an_annotation_has_its_whole_story(context):
    told = why(context, 'Japan signed the Treaty on [O]uter Space today.', place=':30')
    tells(told, ':17-38  Treaty.name', 'score 0.88', '| Japan signed', '^~~~~~~~~~~~~~~~~~~~~',
          'made by', 'en/treaty/by-subject : Treaty.name', 'treaties.rules:', '(stage entities)', 'match   [ kind:@instrument on',
          'captured  kind "Treaty"', 'sum', '+2.00', 'has', 'kind = treaty, captured by en/treaty/by-subject',
          'denotes', 'r2', 'later', 'treaty of Event "signed" 6-12')
    is_short(told)


def test_a_name_has_its_line(context):
    told = why(context, 'The NPT is old.', place=':4')
    tells(told, 'Treaty.acronym = npt-1968', 'the name "NPT"', 'gazetteers/treaty/names.en.tsv:2', '(stage names)',
          'npt-1968→NPT→acronym→exact', 'value', 'npt-1968, of the list\'s entry')


def test_a_date_has_its_fields(context):
    told = why(context, 'They met on 3 May 2019.', place=':13')
    tells(told, 'Date = 2019-05-03', 'captured', 'd "3", m "May", y "2019"', 'date', 'year=2019 month=5 day=3',
          'value', '2019-05-03, worked out from the `date` of en/date/day-month-year')


def test_evidence_that_held_is_shown_with_what_it_matched(context):
    told = why(context, 'They flew to Japan.', place=':15',
               rules='language en\nstage names\nevidence country/flown-to : Country\n  before flew to\n  weight 1.5\n')
    tells(told, 'sum', '+2.00  Japan', '+1.50  en/country/flown-to', 'more.rules:3', 'before "flew to"', '=3.50')


def test_all_of_a_text_is_told_shortly(context):
    told = why(context, 'Japan signed the Treaty on Outer Space.')
    tells(told, ':0-5  Country.name', 'sum', ':6-12  Event', ':17-38  Treaty.name')
    check('lost' not in told and 'made by' not in told, 'it is not short:\n%s', told)
    told = why(context, 'Japan signed the Treaty on Outer Space.', '--label', 'Treaty')
    check('Treaty.name' in told and 'Country.name' not in told, 'it tells of other labels:\n%s', told)


def test_what_is_there_is_said_to_be_there(context):
    told = why(context, 'Japan signed the [Treaty on Outer Space].', '--label', 'Treaty')
    tells(told, 'it is there', 'made by', 'en/treaty/by-subject')
    told = why(context, 'Japan signed the [Treaty] on Outer Space.', '--label', 'Treaty')
    tells(told, 'is no Treaty', 'there is', 'Treaty.name "Treaty on Outer Space"')
    told = why(context, '[Japan] signed.', '--label', 'Treaty')
    tells(told, 'is no Treaty', 'there is', 'Country.name "Japan" 0-5')


def test_what_the_document_taught_names_its_teacher(context):
    rules = ('language en\nstage entities\nrule treaty/called : Treaty.name\n'
             '  match [ kind:@instrument on Cap Cap ] \'(\' alias.acronym:Upper \')\'\n')
    told = why(context, 'The Treaty on Quiet Nights (TQN) is old. The [TQN] stands.', rules=rules, place=':46')
    tells(told, 'Treaty.acronym', 'the document', 'a name that was given to Treaty.name "Treaty on Quiet Nights" 4-26',
          'by en/treaty/called')


# --- What lost ---------------------------------------------------------------------------------------------------------------

def test_never_removes_and_says_so(context):
    told = why(context, '[Japan] signed it.', '--label', 'Country',
               rules='language en\nstage names\nevidence country/of-shoes : Country\n  after signed\n  weight never\n')
    tells(told, 'read, and lost', 'Country.name "Japan"', 'a weight of `never` removed it', 'never  en/country/of-shoes',
          'more.rules:3', 'after "signed"')


def test_lost_to_a_longer_one(context):
    tables = {'treaty/names.en.tsv': 'id\tname\tform\nnpt-1968\tProliferation Treaty\tname\n'}
    told = why(context, 'The Non-[Proliferation Treaty] is old.', '--label', 'Treaty', tables=tables)
    tells(told, 'is no Treaty', 'read, and lost', 'Treaty.name "Proliferation Treaty" 8-28 =2.00',
          'Treaty.name "Non-Proliferation Treaty" 4-28 begins earlier')
    told = why(context, 'The Non-Proliferation Treaty is old.', tables=tables, place=':10')
    tells(told, 'made by', 'lost', 'Treaty.name "Proliferation Treaty"', 'begins earlier')


def test_lost_by_weight(context):
    told = why(context, 'They left [Japan].', '--label', 'Treaty',
               rules='language en\nstage names\nrule treaty/odd : Treaty\n  match [ japan ]\n  weight 1\n')
    tells(told, 'Treaty.name "Japan" 10-15 =1.00: it weighs less than Country.name "Japan"')


def test_inside_of_another_label(context):
    told = why(context, 'They met Maria [Japan] there.', '--label', 'Country')
    tells(told, 'Country.name "Japan"', 'it lies inside of Person.full "Maria Japan"', 'does not hold its label')


def test_held_by_a_longer_one(context):
    rules = 'language en\nstage entities\nrule treaty/of : Treaty\n  match [ pact of <Country> ]\n'
    told = why(context, 'The pact of Japan fell.', rules=rules, place=':13')
    tells(told, 'Country.name = JPN', 'later', 'stands in Treaty.name "pact of Japan" 4-17, which holds its label')
    told = why(context, 'The pact of Japan fell.', rules=rules, place=':5')
    tells(told, 'Treaty.name', 'made by', 'en/treaty/of')


def test_order_and_stage_decide(context):
    rules = ('language en\nstage names\nrule treaty/one : Treaty\n  match [ quiet pact ]\n'
             'rule country/two : Country\n  match [ quiet pact ]\nrule date/odd : Date\n  match [ met Quiet ]\n'
             '  weight 1\n'.replace('Quiet', '\'Quiet\''))
    told = why(context, 'The [quiet pact] fell.', '--label', 'Country', rules=rules)
    tells(told, 'Country.name "quiet pact"', 'Treaty.name "quiet pact" 4-14 weighs the same, and comes first')
    later = 'language en\nstage entities\nrule person/across : Person\n  match [ they left japan\'s ]\n'.replace("japan\'s", 'tokyo')
    tables = {'treaty/names.en.tsv': 'id\tname\tform\nnpt-1968\tTokyo Pact\tname\n'}
    told = why(context, '[They left Tokyo] Pact there.', '--label', 'Person', rules=later, tables=tables)
    tells(told, 'Person.full "They left Tokyo"', 'it goes across Treaty.name "Tokyo Pact" 10-20, which an earlier stage chose')


def test_antecedent_that_is_not_found(context):
    told = why(context, 'Japan signed this [treaty].', '--label', 'Treaty')
    tells(told, 'read, and lost', 'Treaty.nominal "treaty"', '`where antecedent` found nothing')


def test_a_weight_that_waits_for_evidence(context):
    tables = {'country/names.en.tsv': 'id\tname\tform\tcase\tinflect\tweight\nKEN\tSavanna\tname\t\t\t-1\n'}
    rules = 'language en\nstage names\nevidence country/flown : Country\n  before flew over\n  weight 3\n'
    told = why(context, 'They drove over [Savanna].', '--label', 'Country', tables=tables, rules=rules)
    tells(told, 'Country.name "Savanna"', 'its sum is not above zero', '-1.00  Savanna', 'a weight of 0 or less',
          'would raise it above zero', '+3.00 en/country/flown', 'before flew over', '"drove" is another word')


# --- Rules that came near -----------------------------------------------------------------------------------------------------

def test_an_unknown_agreement(context):
    told = why(context, 'The [Accord on Outer Space] was signed.', '--label', 'Treaty')
    tells(told, 'is no Treaty', 'rules of Treaty that came near', '1  en/treaty/by-subject', 'would match, but for one element',
          'kind:@instrument', '^~~~~~~~~~~ "Accord" is not in this list', '| The Accord', '^~~~~~', 'took on "on", Title "Outer Space"',
          'what to do', 'gazetteers/treaty/names.en.tsv')
    is_short(told)


def test_a_last_element_that_fails(context):
    told = why(context, 'They met [Maria silva] there.', '--label', 'Person')
    tells(told, '1  en/person/given-name', 'but for one element', '^~~ "silva" is not so written', 'took @given_name "Maria"')


def test_an_element_in_a_definition(context):
    told = why(context, 'The [Treaty on outer space] was signed.', '--label', 'Treaty')
    tells(told, 'en/treaty/by-subject', 'in `Title`', 'def Title = Cap', '"outer" is not so written', 'took @instrument "Treaty", on "on"')


def test_an_element_that_is_not_there(context):
    told = why(context, '[Treaty Outer Space] was signed.', '--label', 'Treaty')
    tells(told, 'en/treaty/by-subject', 'but for one element', 'nothing stands for it before "Outer"')


def test_case_of_a_literal_and_forms_of_a_word(context):
    rules = ('language en\nstage entities\nrule treaty/pact : Treaty\n  match [ \'Quiet\' pact ]\n')
    told = why(context, 'The [quiet pact] fell.', '--label', 'Treaty', rules=rules)
    tells(told, 'en/treaty/pact', '^~~~~~~ "quiet" is this word in another case')
    told = why(context, 'The [Quiet pacts] fell.', '--label', 'Treaty', rules=rules)
    tells(told, 'en/treaty/pact', '^~~~ "pacts" is another form of it: ~ before a word takes all')


def test_an_attribute_of_a_list_and_what_is_excluded(context):
    told = why(context, 'The [quiet convention] fell.', '--label', 'Treaty',
               rules='language en\nstage entities\nrule treaty/quiet : Treaty\n  match [ quiet @instrument{kind=treaty} ]\n')
    tells(told, 'en/treaty/quiet', '"convention" is in the list, but otherwise: kind=convention')
    told = why(context, 'The [quiet Japan] fell.', '--label', 'Treaty',
               rules='language en\nstage entities\nrule treaty/quiet : Treaty\n  match [ quiet (Cap & !<Country>) ]\n')
    tells(told, 'en/treaty/quiet', '"Japan" is what the ! excludes')
    told = why(context, 'The [quiet Maria Silva] fell.', '--label', 'Event',
               rules='language en\nstage events\nrule event/quiet : Event\n  match [ quiet <Treaty> Cap ]\n')
    tells(told, 'en/event/quiet', '<Treaty>', '"Maria" is annotated as Person')


def test_a_sentence_that_ends(context):
    told = why(context, 'They met [Maria]. Silva left.', '--label', 'Person')
    tells(told, 'en/person/given-name', 'nothing stands for it before "."')
    told = why(context, 'They met [Maria\n\nSilva] there', '--label', 'Person')
    tells(told, 'en/person/given-name', 'it came so far', 'the sentence (or what it stays within) ends before it')
    told = why(context, 'They met [Maria]', '--label', 'Person')
    tells(told, 'en/person/given-name', 'nothing stands for it before the text\'s end')


def test_a_condition_that_does_not_hold(context):
    told = why(context, 'The [Japan-Japan pact] fell.', '--label', 'Treaty',
               rules='language en\nstage entities\nrule treaty/pair : Treaty\n  match [ a:<Country> \'-\' b:<Country> pact ]\n'
                     '  where {a.value} != {b.value}\n')
    tells(told, 'en/treaty/pair', 'its pattern matches, but a condition does not hold', 'where {a.value} != {b.value}', '^~~~')


def test_a_longer_match_of_the_same_rule(context):
    told = why(context, 'The [Treaty on Outer] Space was signed.', '--label', 'Treaty')
    tells(told, 'en/treaty/by-subject', 'one match where it begins, the longest', 'Treaty.name "Treaty on Outer Space"')


def test_an_expression_that_goes_on_so_far(context):
    told = why(context, 'See [QX-17-x] there.', '--label', 'Treaty',
               rules='language en\nstage names\nrule treaty/symbol : Treaty\n  text /QX-\\d+-\\d+/\n')
    tells(told, 'en/treaty/symbol', 'its expression goes on over "QX-17-"')


def test_a_condition_of_an_expression(context):
    told = why(context, 'See [QX-17] there.', '--label', 'Treaty',
               rules='language en\nstage names\nrule treaty/symbol : Treaty\n  text /See (?<span>QX-(?<n>\\d+))/\n  where {n:number} > 20\n')
    tells(told, 'en/treaty/symbol', 'a condition does not hold', 'where {n:number} > 20')


def test_context_that_is_missing(context):
    told = why(context, 'They met the mayor [Silva] there.', '--label', 'Person',
               rules='language en\nstage entities\nrule person/behind : Person\n  match captain [ Cap ]\n')
    tells(told, 'en/person/behind', 'but for one element', '^~~~~~~ "mayor" is another word', 'took Cap "Silva"')


def test_words_that_are_passed_over(context):
    rules = 'language en\nstage entities\nrule treaty/room : Treaty\n  match room .. floor [ Digits ]\n'
    told = why(context, 'The room is on the upper [12] again.', '--label', 'Treaty', rules=rules)
    tells(told, 'en/treaty/room', 'but for one element', '^~~~~ "upper" is another word', 'took room "room", .. "is on the", Digits "12"')
    told = why(context, 'The room is [on] the upper. The floor 12 is closed.', '--label', 'Treaty', rules=rules)
    tells(told, 'en/treaty/room', 'it came so far', '^~ the sentence ends here', 'took room "room", .. "is on the upper')
    told = why(context, 'The room is on the floor [twelve] again.', '--label', 'Treaty', rules=rules)
    tells(told, 'en/treaty/room', 'but for one element', '"twelve" is not so written', 'floor "floor"')


def test_without_a_label_the_nearest_of_all(context):
    told = why(context, 'The [Accord on Outer Space] was signed.')
    tells(told, 'is no annotation', 'rules that came near', 'en/treaty/by-subject')
    told = why(context, 'The accord is off.', place=':5')
    tells(told, ':4-10  is no annotation')


def test_what_no_rule_takes(context):
    told = why(context, 'They [met].', '--label', 'Country')
    tells(told, 'is no Country', 'no rule of Country takes any of it')


# --- Names that are near ------------------------------------------------------------------------------------------------------

def test_a_name_in_another_case(context):
    told = why(context, 'The [npt] is old.', '--label', 'Treaty')
    tells(told, 'names that are near', '"NPT"', 'names.en.tsv:2', 'wants exactly its own case')


def test_a_plural_that_is_not_inflected(context):
    told = why(context, 'Two [Non-Proliferation Treaties] are old.', '--label', 'Treaty')
    tells(told, 'names that are near', '"Non-Proliferation Treaty"', 'names.en.tsv:3', 'another form of it', 'inflect: none')


def test_a_letter_off_and_a_part(context):
    told = why(context, 'They left [Kenia].', '--label', 'Country')
    tells(told, 'names that are near', '"Kenya"', 'nearly the same letters')
    told = why(context, 'The [Tokyo Treaty] is old.', '--label', 'Treaty')
    tells(told, 'names that are near', '"Tokyo Treaty of 1999"', 'only a part of it')


def test_a_name_of_another_language(context):
    tables = {'country/names.fr.tsv': 'id\tname\tform\tcase\tinflect\nKEN\tGrand Lac\tname\t\tstem\n'}
    told = why(context, 'They left the [Grands Lacs].', '--label', 'Country', tables=tables)
    tells(told, 'names that are near', '"Grand Lac"', 'names.fr.tsv:2', 'another form of it;', 'texts of its language alone, fr')


def test_a_name_of_another_list(context):
    told = why(context, 'They met [Maria].', '--label', 'Country')
    tells(told, 'it is a name of', '@given_name')


# --- Places -------------------------------------------------------------------------------------------------------------------

def test_a_span_is_widened_to_whole_words(context):
    told = why(context, 'They met Ma[ria Sil]va.', '--label', 'Person')
    tells(told, 'it is there')
    told = why(context, 'They m[e]t.', '--label', 'Person')
    tells(told, ':5-8  is no Person (6-7 was asked for')


def test_code_points_are_counted(context):
    told = why(context, 'Zürich – déjà: [Accord on Outer Space].', '--label', 'Treaty')
    tells(told, ':15-36  is no Treaty', '"Accord"')


def test_lines_and_columns(context):
    """As `try` and `diff` write a place, and editors do."""
    text = 'Zürich\n\nDéjà: Japan left.\nThen Kenya.'
    for place, found in ((':3:7', ':14-19  Country.name'), (':3:11', ':14-19  Country.name'), (':4:6', ':31-36  Country.name')):
        tells(why(context, text, place=place), found)
    tells(why(context, text, '--label', 'Treaty', place=':3:7-12'), ':14-19  is no Treaty')
    tells(why(context, text, place=':5:1', status=2), 'the text has only 4 lines')
    for place in (':3:0', ':3:18', ':3:99999999999999999999999'):
        tells(why(context, text, place=place, status=2), 'line 3 has the columns 1 to 17')
    tells(why(context, text, place=':2:1', status=2), 'line 2 has no characters')
    tells(why(context, text, place=':0:5', status=1), 'cannot be opened')
    outcome = context.dragoman('why', '-:1:1', stdin=b'Japan')
    tells(outcome.text(), '-:0-5  Country.name')


def test_wrong_places_and_labels(context):
    for asked, message in (('Treatyy', "there is no label 'Treatyy'; did you mean 'Treaty'?"),
                           ('Treaty.acronim', "there is no form of Treaty 'acronim'; did you mean 'acronym'?"),
                           ('Treaty.xyz', "there is no form of Treaty 'xyz'; there are: name, ")):
        check(message in why(context, 'Japan', '--label', asked, status=2), 'no message: %s', message)
    check('span' in why(context, 'Japan', status=2, place=':3-3'), 'no message')
    why(context, 'Japan', '--label', 'Treaty', '--label', 'Country', status=2)
    for place in (':9-12', ':2-6', ':5', ':0-99999999999999999999999'):
        tells(why(context, 'Japan', place=place, status=2), 'the text has only 5 characters')
    tells(why(context, 'Japan', '--label', 'Treaty', place=''), 'no Treaty was found')
    tells(why(context, 'Japan', place=':x', status=1), 'cannot be opened', 'FILE:187-205')
    tells(why(context, 'Japan   ', place=':6-8'), 'no word stands there')
    tells(why(context, '', place=':0-1', status=2), 'the text has only 0 characters')
    outcome = context.dragoman('why', '-:0-5', '--label', 'Country', stdin=b'Japan')
    tells(outcome.text(), '-:0-5  Country.name')


def test_control_characters_do_not_go_out(context):
    told = why(context, 'The [Accord\x1b[31m on Outer] Space', place=':4-20')
    check('\x1b' not in told, 'an escape goes out: %r', told)


# --- Our own knowledge --------------------------------------------------------------------------------------------------------

def test_our_rules_say_what_is_missing(context):
    text = 'Under the [Sandbank Understanding Protocoll] the sides met in Vienna. '
    told = why(context, text + 'Nothing else came of it, they said. ' * 270, '--label', 'Treaty')
    tells(told, 'is no Treaty', 'rules of Treaty that came near', 'but for one element', '"Protocoll" is not in this list', 'what to do')
    is_short(told, lines=45)


def test_our_rules_tell_the_story_on_a_screen(context):
    told = why(context, 'Peru and Fiji signed the Lisbon Covenant on Fisheries Patrols in May 2019.', place=':35')
    tells(told, 'Treaty.name', 'made by', 'sum', 'later', 'treaty of Event "signed"', 'lost', 'Treaty.name "Covenant on Fisheries Patrols"')
    is_short(told, columns=160)


def test_our_rules_are_asked_quickly(context):
    if context.quick:
        return
    begin = time.monotonic()
    why(context, 'Under the [Sandbank Understanding] the sides met. ' + 'Nothing else came of it, they said. ' * 270)
    seconds = time.monotonic() - begin
    check(seconds < 5, '%.1f seconds for ten kilobytes', seconds)
