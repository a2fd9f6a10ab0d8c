"""The visitor that measurements send: it fills in a form as a browser without scripts would."""

from kith.measuring.visitor import filled

PAGE = """
<form method="post" action="/sign-out/"><input type="hidden" name="csrfmiddlewaretoken" value="out"></form>
<form method="get"><input name="q" value="not this one"></form>
<form method="post">
  <input type="hidden" name="csrfmiddlewaretoken" value="abc">
  <input name="title" value="Before">
  <input type="checkbox" name="people" value="1" checked><input type="checkbox" name="people" value="2">
  <input type="radio" name="kind" value="a"><input type="radio" name="kind" value="b" checked>
  <textarea name="text">As it &amp; was</textarea>
  <select name="source"><option value="">Choose</option><option value="1A" selected>A</option></select>
  <select name="worker"><option value="7">First</option><option value="8">Second</option></select>
  <button name="save">Save</button>
</form>
"""


def test_a_form_is_sent_as_it_came_but_for_what_is_filled_in() -> None:
    """Ticks, chosen options and hidden fields stay; buttons and other forms are left out."""
    assert filled(PAGE, {"title": "After"}) == [
        ("csrfmiddlewaretoken", "abc"),
        ("people", "1"),
        ("kind", "b"),
        ("text", "As it & was"),
        ("source", "1A"),
        ("worker", "7"),
        ("title", "After"),
    ]
