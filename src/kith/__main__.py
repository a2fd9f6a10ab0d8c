"""`python -m kith RECIPE …`: what manage.py runs once the environment is ready."""

from kith.recipes import main

if __name__ == "__main__":
    main()
