"""What measurements and drills share: a visitor that uses the pages over HTTP as a browser without scripts would."""
