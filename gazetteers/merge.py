#!/usr/bin/env python3
"""Merge a table of facts into one of the gazetteers.

    merge.py TABLE.tsv LIST [--dry-run] [--skip] [--fill] [--mark share-alike]

The TSV files of a list are the source and are edited by hand; a merge only ever adds to them:

    TABLE.tsv ──recipe──► items ──compare──► new entries, new names    appended to the list's files
                                     ├─────► what differs              reported, nothing is changed
                                     └─────► `# skip` lines            left out, as somebody decided

- The recipe is found by the table's header (see --recipes). A table that has the columns of the list's own
  entries.tsv needs none.
- Where entry and table differ the entry stands, and the difference is printed as FILE:LINE: ID: COLUMN. An empty cell may
  be an edit as well, so it is filled only with --fill.
- A name or entry that was taken out by hand would come back at the next merge. So leave a line `# skip ID` in entries.tsv,
  or `# skip ID<TAB>NAME` in names.LANG.tsv. `--skip` writes such lines for all that the table has and the list has not.
- Rows of share-alike sources go into entries.share-alike.tsv and names.LANG.share-alike.tsv, rows of sources without a
  licence into *.no-licence.tsv: told from the column `source`, or for the whole table by --mark.

Exit status: 0 done; 1 done, and something differed; 2 wrong usage, or a table that no recipe fits.
"""
import argparse
import collections
import re
import sys
import unicodedata
from pathlib import Path

NAME_COLUMNS = ["id", "name", "form", "case", "inflect", "weight"]

# Sources whose rows must be kept apart. A row of several sources is free if one of them is; `phoenix` only marks a row of
# countryinfo whose name stands elsewhere too, so it frees nothing.
SHARE_ALIKE = {"countryinfo", "phoenix", "world-leaders-current", "leaders"}
NO_LICENCE = {"UNTC", "world-leaders-2021"}
NO_LICENCE_PREFIX = "manytreaties-"


class Trouble(Exception):
    """What the user must mend before anything can be merged."""


# What a recipe yields ---------------------------------------------------------------------------------------------------

Name = collections.namedtuple("Name", "name form case inflect weight language", defaults=("", "", "", "", "en"))


class Item:
    """One row of a table, in the terms of a list."""

    def __init__(self, ident, attributes, names, mark):
        self.ident = ident
        self.attributes = {k: v for k, v in attributes.items() if v}
        self.names = names
        self.mark = mark
        self.title_may_be_name = False

    def join(self, other):
        """Takes in a further row of the same thing: lists are united, start and end span all terms of office."""
        terms = [pair for item in (self, other) for pair in item.terms()]
        for column in self.attributes.keys() | other.attributes.keys():
            one, two = self.attributes.get(column, ""), other.attributes.get(column, "")
            if column == "term[]":
                continue  # with its office, below
            if column.endswith("[]"):
                joined = "|".join(dict.fromkeys(v for v in (one + "|" + two).split("|") if v))
            elif column == "start":
                joined = min(one, two) if one and two else ""  # not known of one of them: not known
            elif column == "end":
                joined = max(one, two) if one and two else ""  # open in one of them: open
            elif column in ("count", "bearers"):
                joined = max(one, two, key=lambda text: int(text or 0))
            elif column == "how_common":
                joined = max(one, two, key=["", "seldom", "sometimes", "often"].index)
            else:
                joined = one or two
            self.attributes[column] = joined
        if "term[]" in self.attributes:
            terms = whole_terms(terms)
            self.attributes["office[]"] = "|".join(office for office, _ in terms)
            self.attributes["term[]"] = "|".join(term for _, term in terms)
        self.names = list(dict.fromkeys(self.names + other.names))
        marks = {self.mark, other.mark}
        self.mark = "share-alike" if "share-alike" in marks and "" not in marks else min(marks)


    def terms(self):
        """The offices, each with its term: `start/end`."""
        offices, terms = (self.attributes.get(column, "").split("|") for column in ("office[]", "term[]"))
        return list(zip(offices, terms)) if self.attributes.get("term[]") else []


def whole_terms(terms):
    """Each office once, from its first start to its last end, in the order of time. Unknown is before and after all."""
    spans = {}
    for office, term in terms:
        start, end = term.split("/")
        if office in spans:
            first, last = spans[office]
            start, end = min(start, first), max(end, last) if end and last else ""
        spans[office] = (start, end)
    in_time = sorted(spans.items(), key=lambda pair: (pair[1][0], pair[1][1] or "9"))
    return [(office, f"{start}/{end}") for office, (start, end) in in_time]


def slug(text):
    """`Côte d'Ivoire` -> `cote-d-ivoire`: ids are small ASCII letters, digits and hyphens."""
    for letter, plain in zip("łøßæđıəŁØĐ", ("l", "o", "ss", "ae", "d", "i", "e", "L", "O", "D")):
        text = text.replace(letter, plain)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def folded(name):
    """As the extractor compares names: without case and diacritics, with straight quotes."""
    name = name.replace("’", "'").replace("‘", "'").replace("ʼ", "'")
    return "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(c))


def cells(text, separator=" | "):
    return [part.strip() for part in text.split(separator) if part.strip()]


def mark_of(source):
    """The licence mark in the names of files: '' (free), 'share-alike' or 'no-licence'."""
    tags = cells(source, ";")
    if not tags:
        return ""

    def mark(tag):
        if tag in SHARE_ALIKE:
            return "share-alike"
        return "no-licence" if tag in NO_LICENCE or tag.startswith(NO_LICENCE_PREFIX) else ""

    marks = {mark(tag) for tag in tags}
    for first in ("", "share-alike"):
        if first in marks:
            return first
    return "no-licence"


# Recipes: a function for each kind of table -----------------------------------------------------------------------------


def country(row):
    attributes = {k: row[k] for k in ("alpha2", "numeric", "wikidata", "status")}
    yield Item(row["alpha3"], {**attributes, "short": row["short_name"]}, [], "")


OFFICIAL = re.compile(r"Republic|Kingdom|Federation|Federal|Union of|State of|States of|Commonwealth|Principality|Duchy")
OFFICIAL_ABROAD = re.compile(  # fr es de it pt, ru, zh, ar
    r"R[ée]publi|Rep[uú]b|Republik|Königreich|Royaume|Reino|Regno|Fédéra|Federa|Föder|Bundesrep|État de|Estado|Stato|Staat"
    r"|Commonwealth|Principa|Fürst|Gro(ss|ß)her|Sultan|Республик|Королевств|Федераци|Соединенн|Соединённ|Союз"
    r"|共和国|王国|联邦|联合国|جمهوري|مملكة|دولة")
FORM_OF_KIND = {"official": "official", "acronym": "acronym"}
OWN_ADJECTIVES = {"fr", "es", "de", "it", "pt"}  # russo, albanese: names of people elsewhere, so for their own texts only


def country_name(row):
    kind, name = row["kind"], row["name"]
    form = "demonym" if kind.startswith("demonym") else FORM_OF_KIND.get(kind, "name")
    language = row["lang"]
    if kind in ("variant", "former") and (OFFICIAL if language == "en" else OFFICIAL_ABROAD).search(name):
        form = "official"
    case = "exact" if form == "acronym" and (language != "en" or re.fullmatch(r"[A-Z]{2,5}", name)) else ""
    inflect, weight = "", ""
    if form == "demonym" and language != "en":
        inflect, weight = "stem", "1.5"
        language += ".own" if language in OWN_ADJECTIVES else ""
    yield Item(row["alpha3"], {}, [Name(name, form, case, inflect, weight, language)], mark_of(row["source"]))


def historic_state(row):
    """Names for those that the list has: which state is a country of its own, and which an old name of one, is decided there."""
    names = [Name(n, "official" if OFFICIAL.search(n) else "name") for n in [row["name"]] + cells(row["variants"])]
    names += [Name(n, "demonym", weight="0.5") for n in cells(row["adjectives"])]
    plain = [n for n in names if not re.search(r"[(,]|^the ", n.name)]
    yield Item(slug(row["name"]), {}, plain, "")


def combining_form(row):
    if row["alpha3"] and "," not in row["alpha3"]:
        yield Item(row["alpha3"], {}, [Name(row["form"], "demonym", "exact", "", "0")], "")


GENERIC_TITLE = re.compile(
    r"^((First|Second|Third|Final|Additional|Optional|Interim|Peace|General|Basic) )*(Charter|Covenant|Final Act|Statute"
    r"|Protocol|Agreement|Treaty|Convention|Declaration|Constitution|Pact|Accords?|Armistice|Memorandum|Act)$")

# Of the tables that others compiled: what is an instrument of its own. Not routine notes, nor what only changes annexes.
INSTRUMENTS = set("agreement convention protocol treaty declaration memorandum arrangement statute act charter constitution"
                  " accord understanding instrument pact covenant armistice compact".split())
INSTRUMENTS |= {"final act", "procès-verbal", "general act"}
CONSTRUCTED = {"manytreaties-DESTA", "manytreaties-GPTAD"}  # their titles are lists of countries: made for the table
NO_INSTRUMENT = re.compile(r"(Draft|Amend|Accession|Adherence|Ratification|Denunciation|Withdrawal|Proposed|Cancellation"
                           r"|Termination|Exchange)\w*\b|.*(\?|\b[Mm]easures [Aa]dopted|Recommendations of)")
SIGNED_BEHIND = re.compile(r"[, ]+(signed|done|made|concluded|adopted|agreed)( upon)? (at|in|on)\b.*$", re.I)
BEHIND_TITLE = re.compile(r"\s*(\((with|\d{4}|and|annex)[^)]*\)|,? (of )?\d{4}|\. *|,)$", re.I)


def plain_title(title):
    """The title as prose has it: without the day and place of signature at its end."""
    title = SIGNED_BEHIND.sub("", title)
    while BEHIND_TITLE.search(title):
        title = BEHIND_TITLE.sub("", title)
    return re.sub(r"^(the|The|\d{4}) ", "", title).strip()


def is_instrument(row):
    """Whether a row that others compiled is worth an entry: an instrument with a title and a date."""
    tags, title = set(row["source"].split(";")), row["title"]
    constructed = tags & CONSTRUCTED and not re.search(r" (between|on|for|of|concerning|regarding|establishing) ", title, re.I)
    return (row["kind"] in INSTRUMENTS and row["signed"] and not constructed and not tags <= CONSTRUCTED
            and title[:1].isupper() and len(plain_title(title).split()) >= 3 and not NO_INSTRUMENT.match(title))


NICKNAME = re.compile(r"(?!With |Known )(?=.*\b(Treaty|Convention|Agreement|Protocol|Charter|Pact|Accord|Statute|Covenant"
                      r"|Declaration|Act)\b)[A-Z][^_,]* [^_,]*$")
NUMBERED = re.compile(r"(ILO Convention|CETS|ETS) No\. \d+$")


def nicknames(row):
    """What a table that others compiled calls an instrument besides its title: only a hint, where nothing else is known."""
    for title in map(plain_title, cells(row["short_titles"])):
        if NUMBERED.match(title):
            yield Name(title, "name")
        elif "hand" not in row["source"] and NICKNAME.match(title) and title_words(title) != title_words(row["title"]):
            yield Name(title, "name", "exact", weight="0")


def treaty(row):
    tags = row["source"].split(";")
    if "hand" not in tags and not is_instrument(row):
        return
    names = []
    for title in [row["title"]] + cells(row["short_titles"]) if tags[0] == "hand" else []:
        title = re.sub(r"^(the|The|\d{4}) ", "", title)
        if (" " in title or "-" in title) and not GENERIC_TITLE.match(title):
            names.append(Name(title, "name"))
    names += [Name(acronym, "acronym", "exact") for acronym in cells(row["acronyms"]) if tags[0] == "hand"]
    if tags[0] != "hand":
        names += nicknames(row)
        names += [Name(a, "acronym", "exact", weight="0") for a in cells(row["acronyms"]) if re.fullmatch(r"C\d\d\d", a)]
    attributes = {k: row[k] for k in ("kind", "signed", "place", "in_force", "terminated", "subject", "title")}
    if "hand" not in tags:
        attributes["title"] = plain_title(row["title"])
    attributes["parties[]"] = row["parties"].replace(",", "|")
    for column in ("in_force", "terminated"):  # dates that contradict the signature are not to be trusted
        if attributes[column] and attributes[column][:len(row["signed"])] < row["signed"][:len(attributes[column])]:
            attributes[column] = ""
    if attributes["terminated"] < attributes["in_force"]:
        attributes["terminated"] = ""
    item = Item(row["id"], attributes, names, mark_of(row["source"]))
    item.title_may_be_name = "hand" not in tags
    yield item


SMALL_WORDS = set("a an the of on for to in and or by with from between concerning regarding relating respecting relative"
                  " international government governments republic his her majesty's its their as at".split())


def title_words(title):
    """What tells titles apart: the words that count, in any order, without their plural."""
    return frozenset(word.rstrip("s") for word in re.findall(r"[a-z0-9]+", folded(title)) if word not in SMALL_WORDS)


OFFICE_WORDS = {"Monarchy": "Monarch", "Emperors/empresses": "Emperor", "Princes/princesses": "Prince", "List": "Sovereign"}
OF_COUNTRY = re.compile(r"^(Prime Minister|President|King|Queen|Chancellor|Emperor|Sultan|Emir|Premier|Monarch|Grand Duke"
                        r"|Regent|Governor-General|Prince) of (the )?[A-Z].*$")
NO_NAME = re.compile(r"\b(council|government|presidency|committee|republic|junta|commission|vacant|regency|acting|military"
                     r"|interim|prime|minister|president)\b", re.I)


def plain_office(office):
    """`President of Chile` -> `President`: the country has a column of its own."""
    office = office.replace("(acting) ", "")
    first = office.split(" ")[0]
    if first in OFFICE_WORDS:
        return OFFICE_WORDS[first]
    return OF_COUNTRY.sub(r"\1", office).split(" (")[0].replace("|", "/")


# Baron Waqa and Prince Johnson keep theirs: that is how they are called.
STYLE = re.compile(r"^((Sir|Dame|Dr\.?|Mrs?\.|Ms\.|Gen\.?|Col\.?|Lt\.?|Maj\.?|Major|Commodore|Sheikh?|Lord|Lady|Baroness|King"
                   r"|Queen|Princess|Duke|Chief|Bishop|Maitre|Maître|Ayatollah) )+|^(Prince|Baron) (?=\S+ \S)")
# Not a whole name: a remark within, words in capitals or cut off, an end like `al`, `nando`, `P`. (Numerals are fine: Harald V.)
BROKEN_NAME = re.compile(r"[\d(,\"]|\b(?!(?:[IVX]+|EL)\b)[A-Z]{2,}\b|\b(?!St\.)[A-Z]\w+\. "
                         r"| ([^IVXOU]|\w\.|[a-z]\w*|(?i:al|el|bin|ibn|ben|abu|de|del|da|do|dos|du|la|van|von|mc|qa))$"
                         r"|^(Da|Minister|Foreign|First|Crown|Air|Rear) | al \w\w$", re.A)


def full_names(texts):
    """Those that are a person's full name, without titles: one word is none, and a body is nobody."""
    plain = [STYLE.sub("", text) for text in texts]
    return [name for name in plain if " " in name and not NO_NAME.search(name) and not BROKEN_NAME.search(name)]


def leader(row):
    full = full_names([row["name"]])
    if not full:
        return
    others = [v for v in full_names(cells(row["variants"])) if not re.search(r" of |^[^\x00-\u02ff]", v)]
    attributes = {k: row[k] for k in ("start", "end", "wikidata")}
    attributes.update({"full": full[0], "country": row["alpha3"], "office[]": plain_office(row["office"])})
    if attributes["office[]"] and (row["start"] or row["end"]):
        attributes["term[]"] = f"{row['start']}/{row['end']}"
    names = [Name(n, "full", weight="3") for n in full + others]
    yield Item(slug(full[0]), attributes, names, mark_of(row["source"]))


def place_weight(capital, population):
    if capital or population >= 1000000:
        return ""
    return "1" if population >= 300000 else "0.5"


CAPITALS = {}  # alpha-3 -> the id of its capital: a table says the English name first, then those of other languages


def capital(row):
    names = [Name(n, language=row["lang"]) for n in [row["city"]] + cells(row["variants"])]
    if row["lang"] == "en":
        ident = f"{slug(row['city'])}-{row['alpha3'].lower()}"
        CAPITALS.setdefault(row["alpha3"], ident)
        yield Item(ident, {"kind": "capital", "country": row["alpha3"]}, names, mark_of(row["source"]))
    elif row["alpha3"] in CAPITALS:
        yield Item(CAPITALS[row["alpha3"]], {}, names, mark_of(row["source"]))


def city(row):
    is_capital, population = row["capital"] == "yes", int(float(row["population"] or 0))
    weight = place_weight(is_capital, population)
    plain = [n.replace("’", "'").replace("‘", "'") for n in [row["city"]] + cells(row["variants"])]
    attributes = {"country": row["alpha3"], "kind": "capital" if is_capital else "city", "population": row["population"]}
    names = [Name(n, weight=weight) for n in plain]
    yield Item(f"{slug(row['city'])}-{row['alpha3'].lower()}", attributes, names, mark_of(row["source"]))


def organisation(row):
    acronyms = cells(row["acronym"])
    names = [Name(row["name"], "name")] + [Name(a, "acronym", "exact") for a in acronyms if " " not in a]
    names += [Name(v, "name") for v in cells(row["variants"]) if not v.startswith("the ")]
    ident = slug(acronyms[0]) if acronyms else slug(row["name"])
    yield Item(ident, {"kind": row["kind"], "full": row["name"]}, names, "")


PARTICLE = re.compile(r"^((al|el|bin|bint|ibn|ben|van|von|der|den|de|del|della|di|da|do|dos|du|des|la|le|ould|ter|ten)[ -])+")


def how_common(column, number):
    """In three steps, so that rules can ask for it: births, the place in the order of frequency, people of CountryInfo."""
    often, sometimes = {"count": (100000, 10000), "rank": (-1000, -5000), "bearers": (50, 5)}[column]
    number = -number if column == "rank" else number
    return "often" if number and number >= often else "sometimes" if number and number >= sometimes else "seldom"


def personal_name(row):
    name = PARTICLE.sub("", row["name"]) if row["kind"] == "family" else row["name"]
    name = name[:1].upper() + name[1:]
    if not re.sub(r"[ '’-]", "", name).isalpha() or len(name) < 2:
        return  # initials
    count = row["count_or_rank"]
    attributes = {"also_word": row["also_word"], "sex": row["sex"]}
    column = "rank" if count.startswith("#") else "bearers" if row["source"] == "leaders" else "count"
    attributes[column] = count.lstrip("#")
    attributes["how_common"] = how_common(column, int(attributes[column] or 0))
    yield Item(name, attributes, [], mark_of(row["source"]))


TREATY_COLUMNS = ("id title short_titles acronyms kind ambit signed place in_force terminated parties subject source"
                  " source_id wikidata")
RECIPES = [  # columns of the table, the list it belongs to, the function
    ("alpha3 alpha2 numeric short_name official_name capital wikidata status", "country", country),
    ("alpha3 lang kind name source", "country", country_name),
    ("name variants adjectives alpha3_today note", "country", historic_state),
    ("form alpha3 example", "country", combining_form),
    (TREATY_COLUMNS, "treaty", treaty),
    ("name variants alpha3 office start end wikidata source", "leader", leader),
    ("alpha3 city variants lang source", "place", capital),
    ("city alpha3 variants capital population lat lon source geonames_id", "place", city),
    ("acronym name variants kind", "organisation", organisation),
    ("name kind count_or_rank sex source also_word", "given_name or surname", personal_name),
]


def own_columns(header):
    """The recipe of a table that is written like entries.tsv: `id`, attributes, and perhaps `name`."""

    def recipe(row):
        ident = row.get("id") or row.get("name")
        attributes = {k: v for k, v in row.items() if k not in ("id", "name", "source")}
        names = [Name(row["name"])] if "id" in row and row.get("name") else []
        yield Item(ident, attributes, names, mark_of(row.get("source", "")))

    return recipe if header[0] in ("id", "name") else None


def recipe_for(header, gazetteer, path):
    for columns, _, recipe in RECIPES:
        if header == columns.split():
            return recipe
    recipe = own_columns(header)
    known = set(gazetteer.columns) | {"id", "name", "source"}
    if recipe and set(header) <= known:
        return recipe
    raise Trouble(f"{path}:1: no recipe for the columns: {' '.join(header)}\n"
                  f"  the list has: {' '.join(gazetteer.columns)}; see --recipes")


def weight_of_title(item, shared):
    """Of the title of an instrument that few have heard of, as a name: 1 if it tells the instrument, 0 if others may be
    called so, too (a date has to speak for it), None if it is none: too short to tell anything, too long for prose."""
    title, parties = item.attributes["title"], item.attributes.get("parties[]", "")
    count = len(title_words(title))
    if count < 4 or len(title.split()) > 40:
        return None
    if parties and parties.count("|") < 2:
        return "1" if not shared and re.search(r" (between|with|and) ", title) and count >= 5 else "0"
    return "1" if not shared and count >= 5 else "0"


# Tables -----------------------------------------------------------------------------------------------------------------


def read_rows(path):
    """Yields (line number, row as a dict); the first row names the columns. Comments are left out."""
    header = None
    with open(path, encoding="utf-8", newline="") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if line.endswith("\r"):
                raise Trouble(f"{path}:{number}: the line ends in CR LF; save the table with LF")
            if not line or line.startswith("#"):
                continue
            row = line.split("\t")
            if header is None:
                header = row
            elif len(row) > len(header):
                raise Trouble(f"{path}:{number}: {len(row)} cells, but {len(header)} columns: a stray tab?")
            else:
                yield number, dict(zip(header, row + [""] * (len(header) - len(row))))


def header_of(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                return line.rstrip("\n").split("\t")
    raise Trouble(f"{path}: there is no header line")


DATES = {"start", "end", "signed", "in_force", "terminated"}
Place = collections.namedtuple("Place", "path number row")


class Gazetteer:
    """The files of one list: what they say, and what is to be appended to them."""

    def __init__(self, folder):
        self.folder = folder
        self.entries, self.names, self.skips = {}, {}, set()
        self.ids_of_name = collections.defaultdict(list)
        self.ids_of_title = collections.defaultdict(list)
        self.pending = collections.defaultdict(list)
        main = folder / "entries.tsv"
        if not main.is_file():
            raise Trouble(f"{folder}: this is no list: it has no entries.tsv")
        self.columns = header_of(main)
        self.keyed_by_name = "id" not in self.columns
        for path in sorted(folder.glob("entries*.tsv")):
            self.read_entries(path)
        for path in sorted(folder.glob("names.*.tsv")):
            self.read_names(path)

    def read_skips(self, path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.startswith("# skip "):
                    self.skips.add(tuple(line.rstrip("\n")[len("# skip "):].split("\t")))

    def key(self, ident):
        return ident.lower() if self.keyed_by_name else ident

    def read_entries(self, path):
        self.read_skips(path)
        for number, row in read_rows(path):
            self.note(row["name"] if self.keyed_by_name else row["id"], Place(path, number, row))

    def read_names(self, path):
        self.read_skips(path)
        language = path.name.split(".")[1]
        for number, row in read_rows(path):
            self.names.setdefault((row["id"], folded(row["name"]), language), Place(path, number, row))
            self.ids_of_name[folded(row["name"])].append(row["id"])

    def note(self, ident, place):
        self.entries[self.key(ident)] = place
        if place.row.get("title"):
            self.ids_of_title[title_words(place.row["title"])].append(ident)

    def is_same(self, ident, item):
        """Two things may share an acronym, and so want the same id: then their full names differ."""
        if self.keyed_by_name or "full" not in item.attributes:
            return True
        row = self.entries[ident].row
        if row.get("country", "") not in ("", item.attributes.get("country", "")):
            return False  # who serves no country (the UN's officials) has one, too
        there = row.get("full", "")
        return folded(there) == folded(item.attributes["full"]) or ident == slug(item.attributes["full"])

    def find(self, item):
        """The id of the entry that the item is: by its id, else by its names and country; None: it is new."""
        if (item.ident,) in self.skips or (self.key(item.ident) in self.entries and self.is_same(item.ident, item)):
            return item.ident
        for name in item.names:
            if name.form == "acronym":
                continue
            for ident in self.ids_of_name[folded(name.name)]:
                there, here = self.entries[ident].row.get("country", ""), item.attributes.get("country", "")
                if there in ("", here) and not self.is_another(ident, item):
                    return ident
        for ident in self.ids_of_title.get(title_words(item.attributes.get("title", "")), ()):
            if not self.is_another(ident, item):
                return ident
        return None

    def is_another(self, ident, item):
        """Two treaties may have one name, and are told apart by their dates and parties."""
        row = self.entries[ident].row
        dates, parties = ([a.get(column) or "" for a in (row, item.attributes)] for column in ("signed", "parties[]"))
        if all(dates) and dates[0][:4] != dates[1][:4]:
            return True
        here, there = (set(text.split("|")) for text in parties)
        if len(dates[0]) == 10 and dates[0] == dates[1]:
            return all(parties) and not here & there  # SUHH in one table is RUS in the other
        return all(parties) and not (here <= there or there <= here)

    def free_id(self, item):
        """The id of a new entry: what the recipe says, else by the full name, else with the country."""
        full, country = item.attributes.get("full", ""), item.attributes.get("country", "")
        wishes = [item.ident, slug(full), f"{item.ident}-{country.lower()}"]
        return next((wish for wish in wishes if wish and wish not in self.entries), item.ident)

    def path(self, stem, mark):
        return self.folder / (f"{stem}.{mark}.tsv" if mark else f"{stem}.tsv")

    def append(self, path, columns, row):
        line = [row.get(c, "") for c in columns]
        while len(line) > 2 and not line[-1]:
            line.pop()
        self.pending[(path, tuple(columns))].append("\t".join(line))

    def write(self):
        for (path, columns), lines in self.pending.items():
            new = not path.exists()
            with open(path, "a", encoding="utf-8", newline="\n") as file:
                if new:
                    file.write("\t".join(columns) + "\n")
                file.writelines(line + "\n" for line in lines)


# Merging ----------------------------------------------------------------------------------------------------------------


def differs(column, old, new):
    """Whether two cells contradict each other: `1997` and `1997-05-02` do not, nor a list and a part of it."""
    if column.endswith("[]"):
        return not set(new.split("|")) <= set(old.split("|"))
    if re.fullmatch(r"[\d-]+", old) and re.fullmatch(r"[\d-]+", new) and column in DATES:
        return not (old.startswith(new) or new.startswith(old))
    return folded(old) != folded(new)


class Merge:
    def __init__(self, gazetteer, options):
        self.gazetteer, self.options = gazetteer, options
        self.count = collections.Counter()
        self.titled = []  # new entries whose titles may become names: what shares a title is known at the end

    def tell(self, place, ident, column, old, new):
        self.count["differences"] += 1
        print(f"{place.path}:{place.number}: {ident}: {column} is '{old}', the table has '{new}'")

    def item(self, item):
        mark = self.options.mark if self.options.mark is not None else item.mark
        ident = self.gazetteer.find(item)
        if ident is None:
            ident = self.gazetteer.free_id(item)
            self.new_entry(ident, item, mark)
        elif (ident,) in self.gazetteer.skips:
            self.count["skipped"] += 1
            return
        else:
            self.compare(ident, item)
        if (ident,) not in self.gazetteer.skips:
            for name in item.names:
                self.name(ident, name, mark)

    def new_entry(self, ident, item, mark):
        if not item.attributes and not self.gazetteer.keyed_by_name and item.names:
            self.count["names of unknown entries"] += 1
            self.gazetteer.skips.add((ident,))
            return
        g = self.gazetteer
        self.count["new entries"] += 1
        columns = g.columns
        row = {**item.attributes, ("name" if g.keyed_by_name else "id"): ident}
        if self.options.skip:
            g.skips.add((ident,))
            self.skip("entries", ident)
            return
        path = g.path("entries", mark)
        g.append(path, columns, row)
        if item.title_may_be_name:
            self.titled.append((ident, item, mark))
        g.note(ident, Place(path, 0, {c: row.get(c, "") for c in columns}))

    def compare(self, ident, item):
        place = self.gazetteer.entries[self.gazetteer.key(ident)]
        for column, new in item.attributes.items():
            if column not in place.row:
                continue
            old = place.row[column]
            if not old and not self.options.fill:
                self.count["empty cells left"] += 1
            elif not old:
                self.fill(place, column, new)
            elif differs(column, old, new):
                self.tell(place, ident, column, old, new)

    def fill(self, place, column, new):
        """Puts a value into an empty cell, in place; the rest of the file stays byte for byte."""
        if not place.number:
            return
        self.count["cells filled"] += 1
        place.row[column] = new
        if self.options.dry_run:
            return
        lines = place.path.read_text(encoding="utf-8").split("\n")
        columns = header_of(place.path)
        line = lines[place.number - 1].split("\t")
        line += [""] * (len(columns) - len(line))
        line[columns.index(column)] = new
        lines[place.number - 1] = "\t".join(line).rstrip("\t")
        place.path.write_text("\n".join(lines), encoding="utf-8")

    def name_by_titles(self):
        for ident, item, mark in self.titled:
            weight = weight_of_title(item, len(self.gazetteer.ids_of_title[title_words(item.attributes["title"])]) > 1)
            if weight is not None:
                self.name(ident, Name(item.attributes["title"], "name", "exact", weight=weight), mark)

    def name(self, ident, name, mark):
        g, language = self.gazetteer, name.language.split(".")[0]  # fr.own: for the table of names for French texts only
        key = (ident, folded(name.name), language)
        english = g.names.get((ident, key[1], "en"))
        if language != "en" and english and english.row["form"] == name.form and not english.row.get("case"):
            return  # written as in English, and names are looked for in texts of every language
        if key in g.names:
            place = g.names[key]
            old = place.row["form"]
            if place.number and name.form and old != name.form:
                self.tell(place, f"{ident} '{name.name}'", "form", old, name.form)
            return
        if (ident, name.name) in g.skips:
            self.count["skipped"] += 1
            return
        singular = g.names.get((ident, key[1].removesuffix("s"), language))
        if singular and singular.row["inflect"] == "plural":
            return  # said by its singular
        self.count["new names"] += 1
        if self.options.skip:
            self.skip(f"names.{name.language}", ident, name.name)
            return
        of_entry = g.entries[g.key(ident)].path.name.removeprefix("entries").removesuffix("tsv").strip(".")
        path = g.path(f"names.{name.language}", of_entry or mark)  # without its entry a name is an error
        g.append(path, NAME_COLUMNS, {"id": ident, **name._asdict()})
        g.names[key] = Place(path, 0, {"form": name.form, "inflect": name.inflect})

    def skip(self, stem, *what):
        path = self.gazetteer.path(stem, "")
        columns = self.gazetteer.columns if stem == "entries" else NAME_COLUMNS
        self.gazetteer.pending[(path, tuple(columns))].append("# skip " + "\t".join(what))

    def report(self):
        word = "would be" if self.options.dry_run else "are"
        for what, count in sorted(self.count.items()):
            print(f"{count} {what}", file=sys.stderr)
        if not self.count:
            print(f"nothing new: all of it {word} there already", file=sys.stderr)


def conditions(texts):
    """`--where lang=fr` as pairs."""
    pairs = [text.partition("=") for text in texts]
    for column, equals, _ in pairs:
        if not equals:
            raise Trouble(f"--where takes COLUMN=VALUE, not '{column}'")
    return [(column, value) for column, _, value in pairs]


def items_of(options, recipe):
    """The table's things, each once, in the table's order. People of one country with one full name are one person."""
    wanted, items, people = conditions(options.where), {}, {}
    for _, row in read_rows(options.table):
        if all(row.get(column) == value for column, value in wanted):
            for item in recipe(row):
                country = item.attributes.get("country")
                thing = (item.ident, folded(item.attributes.get("full", "")), country)
                called = [(folded(name.name), country) for name in item.names if name.form == "full"]
                thing = next((people[name] for name in called if name in people), thing)
                people.update((name, thing) for name in called if name not in people)
                if thing in items:
                    items[thing].join(item)
                else:
                    items[thing] = item
    return items.values()


def merge(options):
    folder = Path(options.list)
    if not folder.is_dir():
        folder = Path(__file__).parent / options.list
    gazetteer = Gazetteer(folder)
    recipe = recipe_for(header_of(options.table), gazetteer, options.table)
    job = Merge(gazetteer, options)
    for item in items_of(options, recipe):
        job.item(item)
    job.name_by_titles()
    if not options.dry_run:
        gazetteer.write()
    job.report()
    return 1 if job.count["differences"] else 0


def print_recipes():
    for columns, target, _ in RECIPES:
        print(f"{target}:\n  {columns}")
    print("any list:\n  columns of its own entries.tsv (id or name first), and `name`, `source`")
    return 0


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", nargs="?", help="a tab-separated table with a header line")
    parser.add_argument("list", nargs="?", help="a list's folder, or its name: country, treaty, ...")
    parser.add_argument("--where", action="append", default=[], metavar="COLUMN=VALUE", help="only these rows")
    parser.add_argument("--mark", choices=["", "share-alike", "no-licence"], help="licence mark of all rows")
    parser.add_argument("--dry-run", action="store_true", help="tell what would happen; write nothing")
    parser.add_argument("--skip", action="store_true", help="do not add: note as `# skip` what the list leaves out")
    parser.add_argument("--fill", action="store_true", help="fill cells that are empty in the list")
    parser.add_argument("--recipes", action="store_true", help="list the tables that are known")
    options = parser.parse_args(arguments)
    try:
        if options.recipes:
            return print_recipes()
        if not options.table or not options.list:
            parser.error("a table and a list are needed")
        return merge(options)
    except (Trouble, OSError, UnicodeDecodeError) as trouble:
        print(f"merge.py: {trouble}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
