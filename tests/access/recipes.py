"""How to call each use case that hands out pupil data, on the school of `tests.transfer_school`.

`prepare` is done by the headteacher beforehand and hands what it found to `call`. A new use case
needs a line here; `test_one_way` says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.access.categories import Category
from app.access.journal import LogFilter
from app.desk import Desk
from app.dossier.attachments import NewAttachment
from app.dossier.half_days import Mark
from app.dossier.leaving import Leaver
from app.dossier.register import Marking
from app.dossier.results.sheet import ChosenTest, RowChange
from app.dossier.values import SavedEntry
from app.exchange.edexml import read
from app.exchange.lists.guess import guess_kind
from app.exchange.lists.read import parse
from app.exchange.lists.table import Table, table_of
from app.sheets.group_sheets import Sheet, SheetOrder
from app.sheets.shown_lists import ListRow, ShownList, TableForm
from tests.transfer_school import COMPLETE, GROUP_7, TODAY, begun, inform_all, pupil_id

SAMPLE = Path(__file__).parents[1] / "samples" / "edex_2.1_gesplitste_combigroepen_utf8bom.xml"
TALK = {"held_on": TODAY, "subject": "Rapport", "participants": "ouders", "report": "Goed."}
NOTE = NewAttachment("Briefje van oma", b"Tot morgen.", "briefje.txt")
SAID = {"given_by": "H. Nieuw", "given_on": TODAY, "text": "Wij zien dit anders."}
WHY = "Voorbereiden van het gesprek."
FREE = {"subject": "Schoolreis", "text": "Wij gaan naar zee."}


@dataclass(frozen=True)
class Recipe:
    """One use case: what must be there first, and the call itself."""

    call: Callable[[Desk, Any], object]
    prepare: Callable[[Desk], Any] = lambda _desk: None


def table(desk: Desk, text: str) -> tuple[Table, Any]:
    """A list with these rows, and what its columns seem to mean."""
    made = table_of(parse(text.encode(), "lijst.csv"))
    return made, desk.list_imports.mapping_for(made, guess_kind(made))


def pupil_list(desk: Desk) -> tuple[Table, Any]:
    return table(desk, "Leerlingnummer;Roepnaam;Achternaam;Geboortedatum\n77;Fien;Bos;1-5-2016\n")


def result_list(desk: Desk) -> tuple[Table, Any]:
    return table(desk, f"Leerlingnummer;Gebied;Datum;Cijfer\n{COMPLETE};rekenen;1-2-2027;7,5\n")


def own(desk: Desk) -> str:
    return pupil_id(desk, COMPLETE)


def talk(desk: Desk) -> tuple[str, str]:
    pupil = own(desk)
    return pupil, desk.entries.add(pupil, "talk", TALK).entry_id


def added(desk: Desk) -> SavedEntry:
    return desk.entries.add(own(desk), "talk", TALK)


def talk_of_today(desk: Desk) -> None:
    desk.talks.add(own(desk), {**TALK, "report": None})


def deleted_talk(desk: Desk) -> tuple[str, str]:
    pupil, entry = talk(desk)
    desk.entries.delete(pupil, "talk", entry, "vergissing")
    return pupil, entry


def said(desk: Desk) -> tuple[str, str]:
    pupil, entry = talk(desk)
    return pupil, desk.statements.add(pupil, "talk", entry, SAID).entry_id


def filed(desk: Desk) -> tuple[str, str]:
    pupil = own(desk)
    desk.letters.make([pupil], "free", FREE)
    return pupil, desk.letter_copies.of_pupil(pupil)[0].filed_id


def attachment(desk: Desk) -> tuple[str, str]:
    pupil = own(desk)
    return pupil, desk.attachments.add(pupil, Category.TALK, NOTE).entry_id


def deleted_attachment(desk: Desk) -> tuple[str, str]:
    pupil, added = attachment(desk)
    desk.attachments.delete(pupil, added)
    return pupil, added


def concept(desk: Desk) -> tuple[str, str]:
    return own(desk), begun(desk).id


def item(desk: Desk) -> tuple[str, str, str]:
    report = begun(desk)
    return report.pupil.id, report.id, next(one.id for one in report.items if not one.locked)


def informed(desk: Desk) -> tuple[str, str]:
    report = begun(desk)
    desk.reports.finalise(report.pupil.id, report.id)
    inform_all(desk, report)
    return report.pupil.id, report.id


def left(desk: Desk) -> str:
    pupil = own(desk)
    desk.pupils.disenrol(pupil, date(2027, 2, 1), {})
    return pupil


def group(desk: Desk) -> tuple[str, str]:
    return own(desk), desk.groups.all()[0].id


def sitting_of_seven(desk: Desk) -> ChosenTest:
    seven = next(one.id for one in desk.groups.all() if one.name == "7")
    return ChosenTest(seven, "monitoring", "reading", "Toets", "M7", TODAY)


def scored(desk: Desk) -> tuple[ChosenTest, RowChange]:
    return sitting_of_seven(desk), RowChange(pupil_id(desk, GROUP_7), {"ability": "180"})


def marked(desk: Desk, pupil: str) -> Any:
    return desk.register.mark([Marking(pupil, {(TODAY, "morning"): Mark("ill")})], TODAY, TODAY)


def leave(desk: Desk) -> tuple[str, str]:
    pupil = own(desk)
    asked = {"requested_on": TODAY, "from_date": TODAY, "until_date": TODAY, "ground": "weighty"}
    return pupil, desk.entries.add(pupil, "leave_request", asked).entry_id


def granted(desk: Desk) -> Any:
    return desk.leave.decide(*leave(desk), 1, "granted", "")


def truant(desk: Desk) -> None:
    absence = {"from_date": TODAY, "half_day": "whole", "sort": "unauthorised", "hours": 16.0}
    desk.entries.add(own(desk), "absence", absence)


def enrol(desk: Desk, _nothing: None) -> object:
    placed = {"group_id": desk.groups.all()[0].id, "year_group": "7"}
    who = {"number": "2001", "call_name": "Fien", "birth_date": date(2016, 5, 1)}
    return desk.pupils.enrol(who, {"from_date": TODAY}, placed)


def add_guardian(desk: Desk, pupil: str) -> object:
    link = {"relationship": "mother", "custody": "yes", "lives_with": True}
    return desk.entries.add_guardian(pupil, {"initials": "H.", "surname": "Nieuw"}, link)


def household(desk: Desk) -> str:
    return desk.check_sheets.overview().households[0].id


def leavers(desk: Desk) -> Sequence[Leaver]:
    return desk.leaving.plan().leavers[:1]


def shared_father(desk: Desk) -> tuple[str, str]:
    father = desk.guardians.find("boer")[0].id
    link = {"guardian_id": father, "relationship": "father", "custody": "yes"}
    return own(desk), desk.entries.add(own(desk), "guardianship", link).entry_id


def shown(pupil: str) -> ShownList:
    return ShownList("Lijst", "", Category.RESULTS, ("Toets",), (ListRow(("E7",), pupil),))


def class_list(pupil: str) -> SheetOrder:
    return SheetOrder(Sheet.CLASS_LIST, (pupil,))


def card_used(desk: Desk) -> None:
    desk.emergency.open(own(desk), "Het kind viel van het klimrek.")


RECIPES = {
    "Register.open": Recipe(lambda d, g: d.register.open(g[1], TODAY, TODAY), group),
    "Register.mark": Recipe(marked, own),
    "Register.undo": Recipe(
        lambda d, s: d.register.undo(s, TODAY, TODAY), lambda d: marked(d, own(d))
    ),
    "Absences.of_pupil": Recipe(lambda d, p: d.absences.of_pupil(p), own),
    "Absences.signals": Recipe(lambda d, _: d.absences.signals(), truant),
    "AbsenceSheets.group_totals": Recipe(
        lambda d, g: d.absence_sheets.group_totals(g[1], "8", TODAY, TODAY), group
    ),
    "Leave.open_requests": Recipe(lambda d, _: d.leave.open_requests(), leave),
    "Leave.look_at": Recipe(lambda d, r: d.leave.look_at(*r), leave),
    "Leave.decide": Recipe(lambda d, r: d.leave.decide(*r, 1, "granted", ""), leave),
    "Leave.take_back": Recipe(lambda d, decided: d.leave.take_back(decided), granted),
    "CheckSheets.overview": Recipe(lambda d, _: d.check_sheets.overview()),
    "CheckSheets.pdf": Recipe(lambda d, home: d.check_sheets.pdf([home], giving=True), household),
    "CheckSheets.confirm": Recipe(lambda d, home: d.check_sheets.confirm(home), household),
    "CheckSheets.take_back": Recipe(
        lambda d, done: d.check_sheets.take_back(done),
        lambda d: d.check_sheets.confirm(household(d)),
    ),
    "Emergency.open": Recipe(lambda d, p: d.emergency.open(p, "Viel van het klimrek."), own),
    "Emergency.unacknowledged": Recipe(lambda d, _: d.emergency.unacknowledged(), card_used),
    "Entries.page": Recipe(lambda d, p: d.entries.page(p, Category.HEALTH), own),
    "Entries.add": Recipe(lambda d, p: d.entries.add(p, "talk", TALK), own),
    "Entries.change": Recipe(lambda d, t: d.entries.change(t[0], "talk", t[1], 1, TALK), talk),
    "Entries.delete": Recipe(lambda d, t: d.entries.delete(t[0], "talk", t[1], "x"), talk),
    "Entries.undo_delete": Recipe(
        lambda d, t: d.entries.undo_delete(t[0], "talk", t[1]), deleted_talk
    ),
    "Entries.undo": Recipe(
        lambda d, s: d.entries.undo(s), lambda d: d.entries.add(own(d), "talk", TALK)
    ),
    "Entries.undo_all": Recipe(
        lambda d, s: d.entries.undo_all([s]), lambda d: d.entries.add(own(d), "talk", TALK)
    ),
    "Entries.history": Recipe(lambda d, t: d.entries.history(t[0], "talk", t[1]), talk),
    "Entries.deleted": Recipe(lambda d, p: d.entries.deleted(p, Category.HEALTH), own),
    "Statements.who_may_ask": Recipe(lambda d, p: d.statements.who_may_ask(p, "talk"), own),
    "Statements.add": Recipe(lambda d, t: d.statements.add(t[0], "talk", t[1], SAID), talk),
    "Statements.delete": Recipe(lambda d, s: d.statements.delete(*s, "Ingetrokken."), said),
    "Entries.one": Recipe(lambda d, t: d.entries.one(t[0], "talk", t[1]), talk),
    "Entries.add_guardian": Recipe(add_guardian, own),
    "Filed.content": Recipe(lambda d, f: d.filed.content(*f), filed),
    "Filed.export": Recipe(lambda d, f: d.filed.export(*f, "Voor de logopedist."), filed),
    "Attachments.add": Recipe(lambda d, p: d.attachments.add(p, Category.RESEARCH, NOTE), own),
    "Attachments.rename": Recipe(lambda d, a: d.attachments.rename(*a, "Briefje"), attachment),
    "Attachments.delete": Recipe(lambda d, a: d.attachments.delete(*a), attachment),
    "Attachments.undo_delete": Recipe(
        lambda d, a: d.attachments.undo_delete(*a), deleted_attachment
    ),
    "Leaving.plan": Recipe(lambda d, _: d.leaving.plan()),
    "Leaving.carry_out": Recipe(lambda d, going: d.leaving.carry_out(TODAY, going), leavers),
    "Leaving.undo": Recipe(
        lambda d, done: d.leaving.undo(done),
        lambda d: d.leaving.carry_out(TODAY, leavers(d)),
    ),
    "LetterCopies.of_pupil": Recipe(lambda d, p: d.letter_copies.of_pupil(p), own),
    "LetterCopies.of_pupils": Recipe(lambda d, p: d.letter_copies.of_pupils([p]), own),
    "LogViews.read": Recipe(lambda d, p: d.log.read(LogFilter(pupil_id=p)), own),
    "LogViews.read_all": Recipe(lambda d, _: d.log.read_all(LogFilter())),
    "LogViews.days": Recipe(lambda d, p: d.log.days(LogFilter(pupil_id=p)), own),
    "LogViews.days_as_pdf": Recipe(lambda d, p: d.log.days_as_pdf(LogFilter(pupil_id=p)), own),
    "LogViews.unusual": Recipe(lambda d, _: d.log.unusual(LogFilter())),
    "LogViews.unusual_as_pdf": Recipe(lambda d, _: d.log.unusual_as_pdf(LogFilter())),
    "LogViews.as_json_lines": Recipe(lambda d, _: d.log.as_json_lines(LogFilter())),
    "LogViews.as_evidence": Recipe(lambda d, _: d.log.as_evidence()),
    "LogViews.as_csv": Recipe(lambda d, _: d.log.as_csv(LogFilter())),
    "LogViews.as_pdf": Recipe(lambda d, p: d.log.as_pdf(LogFilter(pupil_id=p)), own),
    "Overviews.of": Recipe(lambda d, p: d.overview.of(p), own),
    "Talks.add": Recipe(lambda d, p: d.talks.add(p, TALK, [{"what": "Lezen"}]), own),
    "Talks.change": Recipe(lambda d, t: d.talks.change(*t, 1, TALK, [{"what": "Lezen"}]), talk),
    "Talks.agenda": Recipe(lambda d, _: d.talks.agenda(), talk_of_today),
    "TalkReports.preview": Recipe(lambda d, t: d.talk_reports.preview(*t), talk),
    "TalkReports.pdf": Recipe(lambda d, t: d.talk_reports.pdf(*t), talk),
    "TalkReports.keep": Recipe(lambda d, t: d.talk_reports.keep(*t), talk),
    "ShownLists.as_pdf": Recipe(lambda d, p: d.shown_lists.as_pdf(shown(p)), own),
    "ShownLists.as_file": Recipe(
        lambda d, p: d.shown_lists.as_file(shown(p), TableForm.CSV, "Voor de groep."), own
    ),
    "GroupSheets.preview": Recipe(lambda d, p: d.group_sheets.preview(class_list(p)), own),
    "GroupSheets.to_print": Recipe(lambda d, p: d.group_sheets.to_print(class_list(p)), own),
    "GroupSheets.to_save": Recipe(
        lambda d, p: d.group_sheets.to_save(class_list(p), "Voor de schoolreis."), own
    ),
    "GroupSheets.to_spreadsheet": Recipe(
        lambda d, p: d.group_sheets.to_spreadsheet(class_list(p), TableForm.CSV, "Voor de reis."),
        own,
    ),
    "Pupils.all": Recipe(lambda d, _: d.pupils.all()),
    "Pupils.choice": Recipe(lambda d, _: d.pupils.choice()),
    "Pupils.former": Recipe(lambda d, _: d.pupils.former()),
    "Pupils.head": Recipe(lambda d, p: d.pupils.head(p), own),
    "Pupils.by_number": Recipe(lambda d, _: d.pupils.by_number(GROUP_7)),
    "Pupils.enrol": Recipe(enrol),
    "Pupils.change": Recipe(lambda d, p: d.pupils.change(p, 1, {"call_name": "Anh"}), own),
    "Pupils.move": Recipe(lambda d, g: d.pupils.move(*g, "7", TODAY), group),
    "Pupils.disenrol": Recipe(lambda d, p: d.pupils.disenrol(p, TODAY, {}), own),
    "Pupils.return_to_school": Recipe(
        lambda d, p: d.pupils.return_to_school(p, {"from_date": TODAY}, {"year_group": "8"}), left
    ),
    "GroupResults.sheet": Recipe(lambda d, t: d.results.sheet(t), sitting_of_seven),
    "GroupResults.save": Recipe(lambda d, s: d.results.save(s[0], [s[1]]), scored),
    "GroupResults.undo": Recipe(
        lambda d, saved: d.results.undo(saved),
        lambda d: d.results.save(sitting_of_seven(d), [scored(d)[1]]),
    ),
    "GroupOverviews.of_group": Recipe(
        lambda d, t: d.results_overview.of_group(t.group_id), sitting_of_seven
    ),
    "ResultSheets.pupil": Recipe(lambda d, p: d.result_sheets.pupil(p), own),
    "ResultSheets.group": Recipe(lambda d, t: d.result_sheets.group(t.group_id), sitting_of_seven),
    "RollOver.plan": Recipe(lambda d, _: d.roll_over.plan()),
    "RollOver.carry_out": Recipe(
        lambda d, plan: d.roll_over.carry_out(plan), lambda d: d.roll_over.plan()
    ),
    "Search.in_texts": Recipe(lambda d, _: d.search.in_texts("samen", WHY), own),
    "Search.in_care": Recipe(lambda d, _: d.search.in_care("maandag", WHY), own),
    "SharedGuardians.find": Recipe(lambda d, _: d.guardians.find("boer")),
    "SharedGuardians.alike": Recipe(
        lambda d, _: d.guardians.alike({"surname": "Boer", "postcode": "8011 AB"})
    ),
    "SharedGuardians.split": Recipe(lambda d, shared: d.guardians.split(*shared), shared_father),
    "Watch.altered": Recipe(lambda d, p: d.watch.altered((p,)), own),
    "Imports.preview": Recipe(lambda d, _: d.imports.preview(SAMPLE)),
    "Imports.plan_for": Recipe(lambda d, file: d.imports.plan_for(file), lambda _: read(SAMPLE)),
    "Imports.apply": Recipe(
        lambda d, plan: d.imports.apply(plan), lambda d: d.imports.preview(SAMPLE)
    ),
    "ListImports.people": Recipe(lambda d, made: d.list_imports.people(*made), pupil_list),
    "ListImports.entries": Recipe(lambda d, made: d.list_imports.entries(*made), result_list),
    "ListImports.apply": Recipe(
        lambda d, plan: d.list_imports.apply(plan),
        lambda d: d.list_imports.entries(*result_list(d)),
    ),
    "Letters.who": Recipe(lambda d, p: d.letters.who([p], "free"), own),
    "Letters.preview": Recipe(lambda d, p: d.letters.preview([p], "free", FREE), own),
    "Letters.make": Recipe(lambda d, p: d.letters.make([p], "free", FREE), own),
    "Reports.overview": Recipe(lambda d, _: d.reports.overview()),
    "Reports.of_pupil": Recipe(lambda d, r: d.reports.of_pupil(r[0]), concept),
    "Reports.begin": Recipe(lambda d, p: d.reports.begin(p, "po_vo", "12CD"), own),
    "Reports.open": Recipe(lambda d, r: d.reports.open(*r), concept),
    "Reports.refresh": Recipe(lambda d, r: d.reports.refresh(*r), concept),
    "Reports.weigh": Recipe(lambda d, i: d.reports.weigh(*i, True, "Nodig in de brugklas."), item),
    "Reports.finalise": Recipe(lambda d, r: d.reports.finalise(*r), concept),
    "Reports.send": Recipe(lambda d, r: d.reports.send(*r, "per post"), informed),
    "Reports.pdf": Recipe(lambda d, r: d.reports.pdf(*r, exporting=True), concept),
}
