"""The progress bar of a long command."""

import io

from blog import progress
from blog.progress import ProgressBar


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_sees_how_far_it_is_and_a_clean_line_at_the_end(monkeypatch):
    monkeypatch.setattr(progress, "SECONDS_BETWEEN", 0)
    terminal = Terminal()
    bar = ProgressBar(terminal)
    bar(1_200, 0)
    bar(600, 1_200)
    bar(1_200, 1_200)
    bar.close()
    lines = terminal.getvalue().split("\r")
    assert lines[1].strip() == "… 1,200"
    assert lines[2].strip() == f"[{'#' * 15}{'.' * 15}] 600 / 1,200"
    assert lines[3].strip() == f"[{'#' * 30}] 1,200 / 1,200"
    assert not "".join(lines[4:]).strip()


def test_it_is_not_shown_more_often_than_can_be_read():
    terminal = Terminal()
    bar = ProgressBar(terminal)
    for done in range(1, 1_000):
        bar(done, 1_000)
    assert terminal.getvalue().count("\r") < 10


def test_a_log_file_sees_nothing():
    log = io.StringIO()
    bar = ProgressBar(log)
    bar(1, 1)
    bar.close()
    assert log.getvalue() == ""
