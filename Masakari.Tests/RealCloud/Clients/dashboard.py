"""The calls of masakari-dashboard: its tables, forms and detail pages, as its views make them."""
import itertools
import unittest

from openstack import exceptions

from lab_cloud import LabTest, instance_ha, started

PAGE = 2


def page(entities):
    """What one table page shows and whether "next" is offered: one more than shown is asked for."""
    asked = list(itertools.islice(entities, PAGE + 1))
    return [one.id for one in asked[:PAGE]], len(asked) > PAGE


class Dashboard(LabTest):
    @classmethod
    def setUpClass(cls):
        cls.ha = instance_ha()

    def table(self, listed, shown, filters=None):
        """All pages of a table, walked with its "next" link, which remembers the uuid of the last row."""
        pages, marker = [], None
        while True:
            ids, more = page(listed(marker=marker, limit=PAGE + 1, **(filters or {})))
            pages.append(ids)
            if not more:
                return pages
            marker = shown(self.uuids[ids[-1]]).id

    def test_table_of_segments(self):
        made = [self.segment(self.ha) for _ in range(5)]
        self.uuids = {one.id: one.uuid for one in made}
        ids = sorted(self.uuids, reverse=True)

        self.assertEqual([ids[0:2], ids[2:4], ids[4:]], self.table(self.ha.segments, self.ha.get_segment))
        self.assertEqual([ids[0:2], ids[2:4], ids[4:]], self.table(self.ha.segments, self.ha.get_segment, {"recovery_method": "auto"}))
        self.assertEqual([[]], self.table(self.ha.segments, self.ha.get_segment, {"service_type": "STORAGE"}))

    def test_table_of_notifications(self):
        segment = self.segment(self.ha)
        for name in ("compute1", "compute2", "compute3"):
            self.host(self.ha, segment, name)
        made = [started(self.ha, name) for name in ("compute1", "compute2", "compute3")]
        self.uuids = {one.id: one.notification_uuid for one in made}
        newest = max(made, key=lambda one: one.id)

        def mine(**query):
            return (one for one in self.ha.notifications(**query) if one.id in self.uuids)
        self.assertEqual(sorted(self.uuids, reverse=True), list(itertools.chain(*self.table(mine, self.ha.get_notification))))
        since = {"generated_since": "2100-01-01T00:00:00"}
        self.assertEqual([], list(self.ha.notifications(marker=None, limit=PAGE + 1, **since)))
        detail = instance_ha(ha_api_version="1.1").get_notification(newest.notification_uuid)
        self.assertEqual([], detail.recovery_workflow_details)

    def test_forms_of_segments(self):
        made = self.segment(self.ha, description="", recovery_method="rh_priority")
        self.assertEqual(("", "rh_priority"), (made.description, made.recovery_method))

        with self.assertRaises(exceptions.ConflictException):
            self.segment(self.ha, name=made.name)
        fields = {"name": made.name, "recovery_method": "auto", "description": "rack 7", "is_enabled": False}
        self.ha.update_segment(made.uuid, **fields)
        shown = self.ha.get_segment(made.uuid)
        self.assertEqual(fields, {name: getattr(shown, name) for name in fields})
        self.assertIsNotNone(shown.updated_at)
        self.ha.delete_segment(made.uuid, True)
        self.ha.delete_segment(made.uuid, True)

    def test_hosts_of_all_segments(self):
        first, second = self.segment(self.ha), self.segment(self.ha)
        form = {"reserved": True, "on_maintenance": False, "type": "COMPUTE", "control_attributes": "SSH"}
        made = [self.ha.create_host(first.uuid, name="compute1", **form), self.ha.create_host(second.uuid, name="compute2", **form)]

        def table(**filters):
            return {one.name for segment in self.ha.segments() for one in self.ha.hosts(segment.uuid, **filters)}
        self.assertEqual({"compute1", "compute2"}, table())
        self.assertEqual({"compute1", "compute2"}, table(reserved=True, type="COMPUTE"))
        self.assertEqual(set(), table(on_maintenance=True))
        self.assertEqual({"compute1", "compute2"}, table(failover_segment_id=second.uuid))   # without effect, as in the original

        self.ha.update_host(made[0].uuid, first.uuid, **{**form, "name": "compute3", "on_maintenance": True})
        self.assertEqual(("compute3", True), (lambda one: (one.name, one.on_maintenance))(self.ha.get_host(made[0].uuid, first.uuid)))
        self.ha.delete_host(made[1].uuid, second.uuid, False)
        self.assertEqual({"compute3"}, table())


if __name__ == "__main__":
    unittest.main(verbosity=2, warnings="ignore")
