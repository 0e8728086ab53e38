"""How long a deck of 10,000 cards takes to read, beside PyYAML: `python tests/bench/bench_deck_loading.py`.

Each way runs in processes of its own, several times in turn; the fastest run of each counts.
"""

import subprocess
import sys
from pathlib import Path

CARD = """\
  - id: card-{n}
    type: choice
    prompt: "Question number {n}: which of these answers would a colleague at the counter give first, and why so?"
    options:
      - {{text: "The first answer that comes to mind, number {n}", correct: true}}
      - {{text: The second answer a hurried person might choose, why: It sounds quicker but leaves callers waiting}}
      - text: 第三の答え、数 {n} 🙂
        why: |
          A longer reason over two lines, because the author
          wanted to explain it well.
      - {{text: The fourth answer 'as quoted' by the old handbook, why: The handbook was replaced long ago}}
    tags: [numbers, counter, part-{n}]
    source: book
    explanation: >-
      The first answer is right because the text says so in its second chapter,
      where the whole procedure is laid out in detail for new colleagues.
"""
WAYS = {
    "parser alone": "from yaml.cyaml import CParser as P\nfrom yaml.events import StreamEndEvent as E\ngc.disable()\n"
    "started = clock()\nread = P(raw).get_event\nwhile type(read()) is not E: pass",
    "tree with places": "from cxdrill.files.decks.yaml_tree import tree\nfrom cxdrill.files.decks.problem_list import ProblemList\n"
    "started = clock()\nkept = tree(raw, ProblemList('x'))",
    "deck, checked": "from cxdrill.files.decks.deck_yaml import read_bytes\nstarted = clock()\nkept = read_bytes(raw, 'x')\n"
    "assert kept[0]",
    "CSafeLoader": "started = clock()\nkept = yaml.load(raw, Loader=yaml.CSafeLoader)",
    "CSafeLoader, no collector": "gc.disable()\nstarted = clock()\nkept = yaml.load(raw, Loader=yaml.CSafeLoader)",
}


def deck(cards: int) -> bytes:
    head = 'deck: big\ntitle: Big deck\nsources: {book: "A book: of facts"}\ncards:\n'
    return (head + "".join(CARD.format(n=number) for number in range(cards))).encode()


def seconds(way: str, raw: bytes) -> float:
    script = (
        f"import gc, sys, yaml\nfrom time import process_time as clock\nraw = sys.stdin.buffer.read()\n{WAYS[way]}\n"
    )
    run = subprocess.run([sys.executable, "-c", script + "print(clock() - started)"], input=raw, capture_output=True)
    return float(run.stdout)


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parents[2] / "src"))
    raw = deck(10_000)
    runs = [{way: seconds(way, raw) for way in WAYS} for _ in range(3)]
    fastest = {way: min(run[way] for run in runs) for way in WAYS}
    print(f"10,000 cards, {len(raw) / 1e6:.1f} MB; seconds of the processor")
    for way, time in fastest.items():
        print(f"{way:28}{time:6.2f}{time / fastest['tree with places']:8.1f} x the tree")


if __name__ == "__main__":
    main()
