"""TREC runs and judgements: which label each found document gets, and where a fault is."""

import gzip
import re
from math import log2
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ranklab.data import read_trec

SHARED = Path(__file__).parents[2] / "shared" / "data"

RUN = """\
401 Q0 doc-b 1 2.5 mine
401 Q0 doc-a 2 2.25 mine
402 Q0 doc-a 1 -1 mine
401 Q0 doc-c 3 7 mine
"""
QRELS = """\
401 0 doc-a 2
401 0 doc-b 0
401 0 doc-z 1
402 0 doc-a 1
"""


@pytest.fixture
def read(tmp_path):
    def read(run=RUN, qrels=QRELS, **options):
        for name, content in (("run", run), ("qrels", qrels)):
            content = content if isinstance(content, bytes) else content.encode()
            (tmp_path / name).write_bytes(content)
        return read_trec(tmp_path / "run", tmp_path / "qrels", **options)

    return read


def test_scores_come_from_the_run_and_labels_from_the_judgements(read):
    lists = read()
    assert lists.queries == ("401", "402")
    assert lists["401"].items == ("doc-b", "doc-a", "doc-c")  # as in the file, whatever its ranks
    assert lists["401"].scores == (2.5, 2.25, 7)
    assert lists["401"].labels == (0, 2, 0)
    assert (lists["402"].scores, lists["402"].labels) == ((-1,), (1,))


def test_what_was_not_judged_or_not_found_is_noted(read):
    assert read().notes == (
        "1 of 4 documents is not judged: label 0",
        "relevant, but not in the run and so in no list: 1 in 1 query (401); explain() does not "
        "count them, lists.metrics() does",
    )


def test_relevant_documents_that_the_run_did_not_find_count_as_in_trec_eval(read):
    lists = read()
    # 401: doc-c 7, doc-b 2.5 and doc-a 2.25 are at rank 1, 2 and 3 with labels 0, 0 and 2; doc-z,
    # label 1, was not found. 402: one relevant document, found.
    assert lists.missed == {"401": (1.0,)}
    linear, usual = lists.metrics(k=2, gain="linear"), lists.metrics(k=2)
    assert list(linear) == ["401", "402"]
    assert linear["401"].ndcg == pytest.approx((2 / log2(4)) / (2 / log2(2) + 1 / log2(3)))
    assert usual["401"].ndcg == pytest.approx((3 / log2(4)) / (3 + 1 / log2(3)))
    assert usual["401"].ndcg_at_k == 0
    assert usual["401"].average_precision == pytest.approx((1 / 3) / 2)
    assert usual["401"].mrr == pytest.approx(1 / 3)
    assert lists.metrics(relevant_from=2)["401"].average_precision == pytest.approx(1 / 3)
    assert (linear["402"].ndcg, usual["402"].average_precision) == (1, 1)
    with pytest.raises(ValueError, match="gain must be one of 'exponential', 'linear', got 'log'"):
        lists.metrics(gain="log")
    with pytest.raises(TypeError, match="k must be a whole number"):
        lists.metrics(k=1.5)


def test_what_was_missed_stays_with_its_list(read):
    lists = read()
    assert lists.hardest(2).missed == {"401": (1.0,)}
    assert lists.sample(2).missed == {"401": (1.0,)}
    drawn = [lists.sample(1, seed=seed) for seed in range(20)]
    assert {(one.queries, tuple(one.missed)) for one in drawn} == {
        (("401",), ("401",)),
        (("402",), ()),
    }


def test_a_judgement_below_0_is_no_padding(read):
    lists = read(qrels=QRELS.replace("doc-a 2", "doc-a -2"))
    assert lists["401"].labels == (0, 0, 0)
    assert "1 of 4 documents is judged below 0: label 0" in lists.notes


def test_queries_of_one_file_alone_are_noted(read):
    lists = read(qrels="401 0 doc-a 2\n403 0 doc-a 2\n404 0 doc-a 2\n")
    assert lists.queries == ("401", "402")
    assert lists["402"].labels == (0,)
    assert lists.notes[:2] == (
        "no judgement for 1 query (402): all labels are 0",
        "judged, but not in the run: 2 queries (403, 404)",
    )
    with pytest.raises(
        ValueError, match=r"no query of .*run is judged in .*qrels: the run has '40"
    ):
        read(qrels="0401 0 doc-a 2\n")


def test_packed_files_are_read(read):
    assert read(gzip.compress(RUN.encode()), gzip.compress(QRELS.encode())).scenarios == (
        read().scenarios
    )


@pytest.mark.parametrize(
    ("line", "place", "said"),
    [
        ("401 Q0 doc-d 4 7", "", "expected 6 fields, query Q0 document rank score tag, got 5"),
        ("401 Q0 a name 4 7 mine", "", "expected 6 fields, query Q0 document rank score tag, got"),
        ("401 Q0 doc-d 4 high mine", ", column 16", "score must be a number from -1e6 to 1e6, got"),
        ("401 Q0 doc-d 4 nan mine", ", column 16", "got 'nan'"),
        ("401 Q0 doc-d 4 1e7 mine", ", column 16", "got '1e7'"),
        (
            "401 Q0 doc-a 4 1 mine",
            ", column 16",
            "'doc-a' of query 401 has score 1 here, and 2.25 in line 2",
        ),
    ],
)
def test_a_malformed_line_of_a_run_is_named(read, line, place, said):
    with pytest.raises(ValueError, match=re.escape(said)) as caught:
        read(run=f"{RUN}{line}\n")
    assert f"run, line 5{place}: " in str(caught.value)


@pytest.mark.parametrize(
    ("line", "place", "said"),
    [
        ("401 0 doc-d", "", "expected 4 fields, query iteration document label, got 3"),
        ("401 0 doc-d good", ", column 13", "label must be a number from 0 to 30, got 'good'"),
        ("401 0 doc-d 50", ", column 13", "got '50': rescale it"),
        ("401 0 doc-a 1", ", column 13", "of query 401 has label 1 here, and 2 in line 1"),
    ],
)
def test_a_malformed_judgement_is_named(read, line, place, said):
    with pytest.raises(ValueError, match=re.escape(said)) as caught:
        read(qrels=f"{QRELS}{line}\n")
    assert f"qrels, line 5{place}: " in str(caught.value)


@pytest.mark.parametrize(
    ("run", "qrels", "said"),
    [
        (
            "401 doc-a 1 7\n",
            QRELS,
            "run, line 1: expected 6 fields, query Q0 document rank score tag, or 3 fields, query "
            "document rank, got 4",
        ),
        (
            "401 doc-a first\n",
            QRELS,
            "run, line 1, column 11: the rank must be a whole number, got",
        ),
        ("401 doc-a 1\n401 doc-a 2\n", QRELS, "has score -2 here, and -1 in line 1"),
        ("401 doc-a 1\n401 Q0 doc-b 2 7 tag\n", QRELS, "line 2: expected 3 fields, query document"),
        (
            RUN,
            "401\n",
            "qrels, line 1: expected 4 fields, query iteration document label, or 3 fields, query "
            "document label, or 2 fields, query document, got 1",
        ),
        (RUN, "401 doc-a good\n", "column 11: the label must be a number from 0 to 30, got 'good'"),
        (RUN, "401 doc-a\n401 doc-b 1\n", "line 2: expected 2 fields, query document, got 3"),
        (RUN, "401 0 doc-a 1 more\n", "got 5"),
    ],
)
def test_what_has_none_of_the_forms_is_refused(read, run, qrels, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        read(run, qrels)


def test_comments_and_words_after_the_tag_are_left_out_and_names_keep_their_signs(read):
    lists = read(
        "# a run\n  # of mine\n401 Q0 doc#b 1 2.5 mine and more # words\n#402 Q0 x 1 1 t\n"
        "401 Q0 doc#a 2 2.25 mine\n",
        "#401 0 doc#z 1\n401 0 doc#a 2\n",
    )
    assert lists.queries == ("401",)
    assert lists["401"].items == ("doc#b", "doc#a")
    assert (lists["401"].scores, lists["401"].labels) == ((2.5, 2.25), (0, 2))


@pytest.mark.parametrize("header", ["query-id\tcorpus-id\tscore\n", "# none\nqid docid rel\n", ""])
def test_judgements_of_beir_have_three_columns(read, header):
    lists = read(qrels=f"{header}401\tdoc-a\t2\n401\tdoc-b\t0\n402\tdoc-a\t1\n")
    assert lists["401"].labels == (0, 2, 0)
    assert lists["402"].labels == (1,)
    assert lists.notes == ("1 of 4 documents is not judged: label 0",)
    graded = read(qrels=f"{header}401\tdoc-a\t50\n", grade=lambda judgement: judgement / 10)
    assert graded["401"].labels == (0, 5, 0)


def test_a_query_that_is_called_as_a_column_is_no_header(read):
    lists = read("q passage-7 1\nqid 8 1\n", "q passage-7\nqid 8\n")
    assert lists.queries == ("q", "qid")
    assert (lists["q"].labels, lists["qid"].labels) == ((1,), (1,))


@pytest.mark.parametrize("header", ["", "qid\tpid\trank\n"])
def test_a_run_and_a_reference_of_ms_marco_are_read(read, header):
    reference = "1\tpassage-7\n2\tpassage-9\n"
    lists = read(f"{header}1\tpassage-8\t1\n1\tpassage-7\t2\n2\tpassage-9\t1\n", reference)
    assert lists["1"].items == ("passage-8", "passage-7")
    assert (lists["1"].scores, lists["1"].labels) == ((-1, -2), (0, 1))
    assert (lists["2"].scores, lists["2"].labels) == ((-1,), (1,))
    assert lists.notes[0] == (
        "the run has ranks and no scores: the score of a document is minus its rank"
    )


def test_the_same_line_twice_is_one(read):
    assert read(qrels=QRELS + "401 0 doc-a 2\n").scenarios == read().scenarios
    assert read(run=RUN + "401 Q0 doc-a 2 2.25 mine\n").scenarios == read().scenarios


def test_an_empty_file_is_refused(read):
    with pytest.raises(ValueError, match="run holds no list"):
        read(run="\n")
    with pytest.raises(ValueError, match="qrels holds no judgement"):
        read(qrels="")


def test_a_file_that_is_not_there_is_named_by_its_argument(tmp_path):
    (tmp_path / "run").write_text(RUN)
    with pytest.raises(FileNotFoundError, match="there is no file"):
        read_trec(tmp_path / "run", tmp_path / "qrels")
    with pytest.raises(IsADirectoryError, match="qrels must be a file, and"):
        read_trec(tmp_path / "run", tmp_path)


_words = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF), min_size=1, max_size=4)
_words = _words.filter(lambda word: word.split() == [word] and word.isprintable())
_queries = _words.filter(lambda word: not word.startswith("#"))  # else the line is a comment
_found = st.dictionaries(
    st.tuples(_queries, _words),
    st.tuples(st.floats(-1e6, 1e6), st.none() | st.integers(-2, 30)),
    min_size=1,
    max_size=12,
)


@given(_found)
def test_what_is_written_is_read_back(tmp_path_factory, found):
    run, qrels = (tmp_path_factory.getbasetemp() / name for name in ("round.run", "round.qrels"))
    run_lines = [f"{q} Q0 {d} 1 {score!r} tag\n" for (q, d), (score, _) in found.items()]
    judged = {key: label for key, (_, label) in found.items() if label is not None}
    first = next(iter(found))[0]
    qrels_lines = [f"{q} 0 {d} {label}\n" for (q, d), label in judged.items()]
    run.write_text("".join(run_lines), "utf-8")
    qrels.write_text("".join([*qrels_lines, f"{first} 0 elsewhere 1\n"]), "utf-8")
    lists = read_trec(run, qrels)
    assert list(lists.queries) == list(dict.fromkeys(query for query, _ in found))
    for query in lists.queries:
        mine = [key for key in found if key[0] == query]
        assert lists[query].items == tuple(document for _, document in mine)
        assert lists[query].scores == tuple(found[key][0] for key in mine)
        assert lists[query].labels == tuple(max(found[key][1] or 0, 0) for key in mine)


@pytest.mark.skipif(not SHARED.exists(), reason="needs the shared real lists")
def test_a_real_run_needs_its_judgements_graded():
    run, qrels = SHARED / "trec.run", SHARED / "trec.qrels"
    with pytest.raises(ValueError, match=r"trec.qrels, line 45, column 23: .* got '50'"):
        read_trec(run, qrels)
    lists = read_trec(run, qrels, grade=lambda judgement: judgement / 10)
    assert [len(scenario) for scenario in lists] == [980, 947]
    assert lists["31_1"].items[:2] == ("MARCO_2925879", "MARCO_8610842")
    assert lists["31_1"].scores[:2] == (1_000, 999)
    assert max(lists["31_1"].labels) == 5
    assert lists.notes[0] == "1,726 of 1,927 documents are not judged: label 0"
