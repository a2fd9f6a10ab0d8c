import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.furnishing.conferences import *


def short(sql):
    t = re.findall(r'(?:FROM|INTO|UPDATE) \(?"?(\w+)', sql)
    return sql[:40].replace('"', "") + " ... " + ",".join(t)[:150]


@pytest.mark.parametrize("n", [1])
def test_x(cast, client_for, n):
    c = client_for(cast.social_worker)
    from tests.integration.access.test_every_address import furnish

    held = furnish(cast.child, cast)
    for path in [
        f"/people/{cast.child.pk}/",
        f"/plans/{held.numbers['plan_id']}/",
        f"/families/{held.numbers['family_id']}/",
        "/",
        f"/teams/{cast.riverside.pk}/",
    ]:
        who = c if "teams" not in path else client_for(cast.team_manager)
        with CaptureQueriesContext(
            connection,
        ) as q:
            r = who.get(path)
        print(path, r.status_code, len(q))
        for one in q:
            print("   ", short(one["sql"]))
