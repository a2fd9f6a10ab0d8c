"""The one door: what manage.py help lists, and where it ends."""

from kith.recipes import GROUPS, recipe_modules


def test_every_recipe_says_its_group_and_what_it_does() -> None:
    """A recipe without a group or a summary would be missing from the list a newcomer reads."""
    for name, recipe in recipe_modules().items():
        assert recipe.GROUP in GROUPS, name
        assert recipe.SUMMARY, name
        assert callable(recipe.run), name
