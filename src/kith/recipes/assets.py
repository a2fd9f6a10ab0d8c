"""`manage.py assets`: copy the few front-end files that are served from the npm packages named in package.json.

The copies are kept in the repository, so that a machine with only Python runs Kith. GOV.UK's typeface is left
out: its licence is for services on gov.uk alone.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from kith.config.environment import project_folder

GROUP = "data"
SUMMARY = "copy the front-end files again after a change of version in package.json (needs npm)"

FILES = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.css": "govuk-frontend.css",
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk-frontend.js",
    "@ministryofjustice/frontend/moj/moj-frontend.min.css": "moj-frontend.css",
    "@ministryofjustice/frontend/moj/moj-frontend.min.js": "moj-frontend.js",
    "accessible-autocomplete/dist/accessible-autocomplete.min.css": "accessible-autocomplete.css",
    "accessible-autocomplete/dist/accessible-autocomplete.min.js": "accessible-autocomplete.js",
    "htmx.org/dist/htmx.min.js": "htmx.js",
}
ABOUT = """Copied from npm packages by `manage.py assets`, at the versions in package.json:
GOV.UK Frontend (MIT, Crown copyright, Government Digital Service), MoJ Frontend (MIT, Crown copyright, Ministry of
Justice), accessible-autocomplete (MIT, Crown copyright), htmx (Zero-Clause BSD). Without GOV.UK's typeface and crest.
"""
IMAGES = Path("@ministryofjustice/frontend/moj/assets/images")


def run(arguments: list[str]) -> int:
    """Install the locked packages and copy what is served, without source maps or typefaces."""
    project = project_folder()
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], check=True, cwd=project)
    packages = project / "node_modules"
    vendor = project / "src" / "kith" / "static" / "vendor"
    shutil.rmtree(vendor, ignore_errors=True)
    (vendor / "images").mkdir(parents=True)
    (vendor / "README.md").write_text(ABOUT, encoding="utf-8")
    for source, name in FILES.items():
        text = (packages / source).read_text(encoding="utf-8")
        (vendor / name).write_text(_prepare(text, packages, vendor), encoding="utf-8")
    print(f"Copied {len(FILES)} files to {vendor.relative_to(project)}.")
    return 0


def _prepare(text: str, packages: Path, vendor: Path) -> str:
    text = re.sub(r"//# sourceMappingURL=\S+|/\*# sourceMappingURL=.*?\*/", "", text)
    text = re.sub(r"@font-face\{[^}]*\}", "", text)
    text = text.replace('"GDS Transport"', "arial").replace("GDS Transport,", "")

    def image(match: re.Match[str]) -> str:
        found = packages / IMAGES / match[1]
        if not found.exists():
            return "none"  # the crest of GOV.UK, which only a service on gov.uk may show
        shutil.copyfile(found, vendor / "images" / match[1])
        return f"url(images/{match[1]})"

    return re.sub(r"url\(/assets/images/([\w.-]+)\)", image, text)
