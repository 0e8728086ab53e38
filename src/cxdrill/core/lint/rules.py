"""The rules of item writing: how one is declared, in which languages it holds, what it finds, and where that is told.

A rule is one function under `@rule`: its id, how much it matters, the usual repair and what it looks at; its docstring
says what is asked for. It yields a `Finding` for each place where that is not so, whose message goes on after the
name of the card, deck or exam. Rules about structure hold everywhere, those about English words in English alone;
German, Spanish, French and Portuguese have their own short lists for negatives, catch-alls and absolute words.
"""

from collections.abc import Callable, Iterable

from msgspec import Struct

from cxdrill.core.cards.card import Card, Waiver
from cxdrill.core.cards.deck import Deck
from cxdrill.core.cards.languages import Manner
from cxdrill.core.exams.exam import Exam
from cxdrill.core.exams.library import Facilities, Standard
from cxdrill.core.problem import Location, Problem, Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
ENGLISH, LISTED = "en", "listed"
"""The languages of rules about words: English alone, or also those that have words of their own in `LISTS`."""
Owner = Card | Deck | Exam | Facilities | Standard


class Finding(Struct, frozen=True):
    """A rule broken in one field; `owner`, `remedy` and `level` where those of the rule do not fit."""

    field: str
    message: str
    remedy: str = ""
    level: Severity | None = None
    owner: Owner | None = None


Check = Callable[..., Iterable[Finding]]


class Rule(Struct, frozen=True):
    """One rule. `level` is how much a finding matters unless the finding says otherwise."""

    id: str
    level: Severity
    meaning: str
    remedy: str
    kinds: tuple[type, ...]
    check: Check
    spoken: str = ""  # ENGLISH or LISTED, where it is about words

    def holds_for(self, owner: Owner) -> bool:
        """Whether it has anything to say in the language of a card or deck."""
        language = language_of(owner)
        return not self.spoken or language == ENGLISH or (self.spoken == LISTED and language in LISTS)

    @property
    def is_waivable(self) -> bool:
        """Whether authors may set the rule aside; not so for the rules about setting rules aside."""
        return Waiver not in self.kinds


RULES: dict[str, Rule] = {}
"""The rules by their ids; complete once `core/lint/checks.py` is imported."""


def rule(id: str, level: Severity, remedy: str, *kinds: type, spoken: str = "") -> Callable[[Check], Check]:
    """Declares a function as a rule about `kinds`, and so what it is called with.

    Card types and Deck: the card or deck; Exam: the exam and the library it draws from; Library: all decks and exams;
    Waiver: who sets rules aside, and which of these set aside anything.
    """

    def declared(check: Check) -> Check:
        assert id not in RULES, id
        RULES[id] = Rule(id, level, (check.__doc__ or "").strip(), remedy, kinds, check, spoken)
        return check

    return declared


def problem(broken: Rule, owner: Owner, finding: Finding) -> Problem:
    """The finding with its place, its level and how much to underline."""
    kind = "card" if isinstance(owner, Card) else owner.kind
    texts = owner.texts() if isinstance(owner, Card) else ()
    return Problem(
        location_of(owner, finding.field),
        broken.id,
        finding.level or broken.level,
        f'{kind} "{owner.id}" {finding.message}',
        finding.remedy or broken.remedy,
        max((len(text) for name, text in texts if name == finding.field), default=0),
    )


def location_of(owner: Owner, field: str) -> Location:
    """Where a field stands; where it is not known or missing, what it belongs to."""
    names = (f"{field}.text", field, field.rpartition(".")[0], field.partition("[")[0], "")
    known = (owner.places[name] for name in names if name in owner.places)
    return next(known, None) or Location("" if isinstance(owner, Card) else owner.path)


class Words(Struct, frozen=True):
    """The words of a language, as parts of patterns."""

    asking: str  # how a clause begins that asks
    parting: str  # what ends such a clause
    negative: str
    all: str
    none: str
    media: str  # a picture that no card has
    absolute: str  # words alone


LISTS = {
    "de": Words(
        "welche[rsnm]?|was|wer|wen|wem|wie|wo|wann|warum|womit|worauf|woran",
        "wenn|weil|dass|ob|während|obwohl|bevor|nachdem",
        "nicht|kein|keine[rsnm]?|nie|niemals|außer|ausgenommen|falsch",
        r"(?:alle|alles|beide)(?: (?:der|die))? ?(?:genannten?|obigen?|oben genannten?|antworten|aussagen|"
        r"davon|vorgenannten?|zusammen)+"
        r"(?: antworten| aussagen| möglichkeiten)?|alles davon|alle antworten sind richtig",
        r"(?:keine?[srn]?|nichts|keiner)(?: (?:der|von|dieser))? ?(?:genannten?|obigen?|oben genannten?|antworten|"
        r"davon|aussagen|diesen)+(?: antworten| aussagen| möglichkeiten)?",
        r"(?:im|auf dem|siehe|zeigt das) (?:bild|foto|video|diagramm)|in der (?:abbildung|grafik)|abbildung \d+",
        "immer nie niemals alle alles nur jeder jede jedes stets ausschließlich unmöglich völlig keinesfalls",
    ),
    "es": Words(
        "qué|cuál|cuáles|quién|quiénes|cómo|dónde|cuándo|por qué|cuánto|cuántos",
        "cuando|si|que|porque|mientras|aunque|donde|quien|para",
        "no|nunca|jamás|excepto|salvo|menos|incorrect[ao]s?|fals[ao]s?",
        r"(?:todas?|todos?|ambas?|ambos)(?: las| los)?(?: respuestas| opciones)?"
        r"(?: anteriores| de arriba| mencionad[ao]s)",
        r"(?:ningun[ao]?|ninguno)(?: de)?(?: las| los)?(?: respuestas| opciones)?"
        r"(?: anteriores| de arriba| mencionad[ao]s)",
        r"(?:en|de|muestra) (?:la (?:imagen|foto|figura|gráfica)|el (?:video|vídeo|gráfico|dibujo))|figura \d+",
        "siempre nunca jamás todos todas todo solo sólo únicamente solamente cada imposible completamente",
    ),
    "fr": Words(
        "quel|quelle|quels|quelles|lequel|laquelle|lesquels|lesquelles|que|qui|quoi|comment|où|quand|pourquoi",
        "lorsque|lorsqu|si|qu|parce|dont|afin|pendant|bien que|alors",
        "pas|jamais|sauf|excepté|aucune?|incorrecte?s?|fausse|faux",
        r"(?:toutes|tous)(?: les)?(?: réponses| options| propositions)?"
        r"(?: ci-dessus| précédentes| précédents| mentionnées)",
        r"aucune?(?: des)?(?: réponses| options| propositions)?(?: ci-dessus| précédentes| précédents| mentionnées)",
        r"(?:sur|dans|montre) (?:l'image|la photo|la figure|le schéma|la vidéo|le dessin)|figure \d+",
        "toujours jamais tous toutes tout uniquement seulement chaque impossible absolument",
    ),
    "pt": Words(
        "qual|quais|que|quê|quem|como|onde|quando|por que|quanto|quantos",
        "se|porque|enquanto|embora|para",
        "não|nunca|jamais|exceto|menos|salvo|incorret[ao]s?|fals[ao]s?",
        r"(?:todas?|todos?|ambas?|ambos)(?: as| os)?(?: respostas| opções| alternativas)?"
        r"(?: anteriores| acima| mencionad[ao]s)",
        r"(?:nenhuma?)(?: das| dos)?(?: respostas| opções| alternativas)?(?: anteriores| acima| mencionad[ao]s)",
        r"(?:na|da|mostra a) (?:imagem|foto|figura)|(?:no|mostra o) (?:vídeo|gráfico|desenho)|figura \d+",
        "sempre nunca jamais todos todas tudo só somente apenas cada impossível completamente",
    ),
}


def language_of(owner: Owner | None) -> str:
    return Manner(getattr(owner, "language", "")).spoken
