"""The catalogue of Q rules: what each asks for, how much breaking it matters, and the usual repair."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from cxdrill.core.problem import Severity


class Rule(Struct, frozen=True):
    """One rule of item writing. `level` is how much a finding matters unless the finding says otherwise."""

    id: str
    level: Severity
    meaning: str
    remedy: str


ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

_ALL = (
    # One question, several answers, no answer
    Rule("Q101", WARNING, "A question has something wrong to choose.", "add a distractor, or ask it as a flashcard"),
    Rule("Q102", ERROR, "No two options or items of a question say the same.", "replace one of them"),
    Rule("Q103", WARNING, "No two cards ask the same.", "delete one, or make clear how they differ"),
    Rule("Q104", ERROR, "No two cards contradict each other.", "mend the wrong one, or tell the two prompts apart"),
    Rule("Q105", WARNING, "A choice has three to five options.", "three or four that tempt are enough, two are a coin"),
    Rule("Q106", ERROR, "A prompt asks for as many options as are right.", "correct the number or the key"),
    Rule("Q107", WARNING, "A multiple says how many to choose.", 'name the number, or ask for "all that ..."'),
    Rule("Q108", NOTE, "A match or an order has at least three parts.", "add one, or ask a choice instead"),
    # What gives the key away
    Rule("Q201", WARNING, "The key is not the longest option by far.", "shorten the key or fill out the distractors"),
    Rule("Q202", WARNING, "Over a deck, length does not tell the key.", "let distractors stand out in other questions"),
    Rule("Q203", NOTE, "Keys are spread over the positions.", "move some; exports keep the deck's order"),
    Rule("Q204", WARNING, 'No option is "all of the above".', "name the right thing, or make it a multiple"),
    Rule("Q205", WARNING, 'No option is "none of the above".', "write a fourth thing that people really believe"),
    Rule("Q206", WARNING, "No option joins others by their letters.", "write out what is meant, or make it a multiple"),
    Rule("Q207", WARNING, "Absolute words do not mark the distractors.", "drop the word, or let the key have one too"),
    Rule("Q208", WARNING, "A hedge does not mark the key.", "drop the word, or hedge a distractor as well"),
    Rule("Q209", WARNING, "The key echoes no rare word of its prompt.", "reword it, or let a distractor echo it too"),
    Rule("Q210", WARNING, 'An "a" or "an" does not pick the options.', "move the article into the options"),
    Rule("Q211", NOTE, "Singular and plural do not pick the key.", "give all options the same number"),
    Rule("Q212", NOTE, "The key is not the option most like the others.", "give two distractors words of their own"),
    Rule("Q213", WARNING, "The key has the form of the others.", "write all options in one form"),
    Rule("Q214", NOTE, "The key and one distractor are not the only opposites.", "drop one, or add a second pair"),
    Rule("Q215", WARNING, "The key is not the shortest option by far.", "fill out the key or shorten the distractors"),
    Rule("Q216", WARNING, "Over a deck, shared words do not tell the key.", "let distractors share as many words"),
    Rule("Q217", NOTE, "A match is not solved by shared words.", "reword one side of the pair"),
    Rule("Q218", WARNING, "Items to be ordered carry no numbers.", "drop the numbers; the list itself is the order"),
    Rule("Q219", WARNING, "A prompt does not hold its own answer.", "ask without naming the answer"),
    # Clear writing
    Rule("Q301", WARNING, "A prompt asks for what is, not for what is not.", "turn it round, or put NOT in capitals"),
    Rule("Q302", WARNING, "A prompt says what it is about.", "ask a question that makes sense without the options"),
    Rule("Q303", NOTE, "Prompts and options are short.", "move the situation to a scenario, or cut"),
    Rule("Q304", NOTE, "Options name no vague frequency.", "say how often, or leave it out"),
    Rule("Q305", NOTE, "Numbers stand in order.", "sort them; with fixed: true they also stay so"),
    Rule("Q306", ERROR, "Ranges do not overlap.", "let one end before the next begins"),
    Rule("Q307", NOTE, "Blanks stand at the end, two at most.", "ask a question, or make it a cloze card"),
    Rule("Q308", WARNING, "Every question has an explanation.", "say in a sentence why the key is right"),
    Rule("Q309", NOTE, "No prompt gives away another's answer.", "reword the one that tells"),
    Rule("Q310", NOTE, "True and false are balanced.", "turn some statements round"),
    Rule("Q311", WARNING, "Texts hold what they show.", "type it anew"),
    Rule("Q312", WARNING, "A prompt asks a full question.", 'ask something with "?", or tell what to do'),
    Rule("Q313", WARNING, "A true-false card makes a statement.", "write a statement that is true or false as a whole"),
    Rule("Q314", NOTE, "Options do not repeat a common beginning.", "move the shared words to the prompt"),
    Rule("Q315", NOTE, "A true-false statement has no negation.", "say what is, and turn the answer round"),
    Rule("Q316", WARNING, "Every distractor has a why.", "name what a person who picks it believes, and the mistake"),
    Rule("Q317", WARNING, "No two whys of a deck are alike.", "say what is wrong about this one"),
    Rule("Q318", WARNING, "A why says more than that it is wrong.", "name the mistake behind it"),
    Rule("Q319", WARNING, "Every card names its source.", "add source: with a key of the deck's sources"),
    Rule("Q320", NOTE, "Only distractors have a why.", "put it into the explanation"),
    Rule("Q321", WARNING, "An explanation says more than the answer.", "say why the answer is right"),
    Rule("Q322", NOTE, "An answer to type is short.", "ask for the one word that counts"),
    Rule("Q323", NOTE, "Each accepted answer stands once.", "delete it; case, spacing and hyphens are passed over"),
    Rule("Q324", NOTE, "A flashcard's answer is short.", "split the card"),
    Rule("Q325", NOTE, "A cloze text shows more than it hides.", "hide fewer words"),
    # Decks, exams and what they set aside
    Rule("Q401", WARNING, "A topic has twice as many questions as the exam draws.", "write more of them or draw fewer"),
    Rule("Q402", WARNING, "A question has a topic that the exam draws.", "correct its topic, or add the topic"),
    Rule("Q403", WARNING, "An exam does not pass people with large gaps.", "draw more items or allow fewer attempts"),
    Rule("Q404", NOTE, "A deck has study notes.", "add notes: with a page to read before the first card"),
    Rule("Q405", NOTE, "A deck has a summary.", "add summary: with one line for the list of decks"),
    Rule("Q406", WARNING, "Every scenario is used.", "add scenario: to its questions, or delete it"),
    Rule("Q407", NOTE, "Every source is used.", "add source: to its cards, or delete it"),
    Rule("Q408", NOTE, "A deck names the texts it rests on.", "add sources: with a key and a title for each"),
    Rule("Q501", ERROR, "A rule that is set aside exists.", '"cxdrill check --rules" lists them'),
    Rule("Q502", ERROR, "Structure cannot be set aside.", "delete it from the list and mend the deck"),
    Rule("Q503", ERROR, "A rule is set aside for a reason.", "say why in a sentence"),
    Rule("Q504", NOTE, "A rule is set aside only where it is broken.", "delete it from the list"),
)

RULES: Mapping[str, Rule] = {rule.id: rule for rule in _ALL}
"""Every rule by its id, in order."""

NOT_WAIVABLE = frozenset({"Q501", "Q502", "Q503", "Q504"})
"""The rules about setting rules aside."""

HISTORY_RULES: Mapping[str, str] = {"H501": "No card that was reviewed has lost its id."}
"""Rules about decks and somebody's progress together. Never counted, since other learners have other histories."""
