"""openstacksdk's instance_ha proxy, with our URL in the catalogue in each of the forms that deployments use."""
import datetime
import unittest
import uuid

from openstack import exceptions

from lab_cloud import LabTest, instance_ha, started

NOWHERE = str(uuid.uuid4())


class Calls:
    FORM = ""

    @classmethod
    def setUpClass(cls):
        cls.ha = instance_ha(cls.FORM)

    def test_segment_lives_and_dies(self):
        made = self.segment(self.ha, description="row B", is_enabled=False)
        self.assertEqual(("row B", False, None), (made.description, made.is_enabled, made.updated_at))

        changed = self.ha.update_segment(made.uuid, name=made.name + "x", is_enabled=True)
        self.assertEqual((made.name + "x", True, "row B", "auto"),
                         (changed.name, changed.is_enabled, changed.description, changed.recovery_method))
        self.assertEqual(changed.name, self.ha.get_segment(made.uuid).name)

        self.ha.delete_segment(made.uuid, ignore_missing=False)
        with self.assertRaises(exceptions.ResourceNotFound):
            self.ha.get_segment(made.uuid)

    def test_segments_come_page_by_page_until_an_empty_one(self):
        made = [self.segment(self.ha) for _ in range(4)]

        for limit in (1, 2, 3, 4, 5):
            paged = list(self.ha.segments(limit=limit, sort_key="id", sort_dir="asc"))
            self.assertEqual([one.uuid for one in made], [one.uuid for one in paged], f"limit={limit}")
        rest = self.ha.segments(limit=2, marker=made[1].id, sort_key="id", sort_dir="asc")
        self.assertEqual([one.uuid for one in made[2:]], [one.uuid for one in rest])

    def test_segments_are_filtered(self):
        on = self.segment(self.ha, is_enabled=True)
        off = self.segment(self.ha, is_enabled=False, recovery_method="reserved_host", service_type="STORAGE")

        for query, expected in (
                ({"is_enabled": True}, [on]), ({"is_enabled": False}, [off]), ({"recovery_method": "auto"}, [on]),
                ({"service_type": "STORAGE"}, [off]), ({"recovery_method": "rh_priority"}, []),
                ({"sort_key": "name", "sort_dir": "desc"}, sorted((on, off), key=lambda one: one.name, reverse=True))):
            with self.subTest(query):
                found = list(self.ha.segments(**query))
                if "sort_key" not in query:
                    found = sorted(found, key=lambda one: one.id)
                self.assertEqual([one.uuid for one in expected], [one.uuid for one in found])

    def test_host_lives_and_dies(self):
        segment = self.segment(self.ha)

        made = self.host(self.ha, segment, "compute1", reserved="True", on_maintenance="False")
        self.assertEqual((True, False, "SSH", segment.uuid),
                         (made.reserved, made.on_maintenance, made.control_attributes, made.failover_segment_id))
        self.assertEqual([made.uuid], [one.uuid for one in self.ha.hosts(segment.uuid)])
        self.ha.update_host(made.uuid, segment_id=segment.uuid, on_maintenance=True, control_attributes="IPMI")
        shown = self.ha.get_host(made.uuid, segment.uuid)
        self.assertEqual((True, "IPMI", True), (shown.on_maintenance, shown.control_attributes, shown.reserved))

        self.ha.delete_host(made.uuid, segment.uuid, ignore_missing=False)
        self.assertEqual([], list(self.ha.hosts(segment.uuid)))

    def test_hosts_are_filtered_and_paged(self):
        segment = self.segment(self.ha)
        plain = self.host(self.ha, segment, "compute1")
        spare = self.host(self.ha, segment, "compute2", reserved=True)
        away = self.host(self.ha, segment, "compute3", on_maintenance=True, type="OTHER")

        for query, expected in (
                ({"reserved": True}, [spare]), ({"reserved": False}, [plain, away]), ({"on_maintenance": True}, [away]),
                ({"on_maintenance": False}, [plain, spare]), ({"type": "OTHER"}, [away]),
                ({"failover_segment_id": segment.uuid}, [plain, spare, away]), ({"limit": 2, "sort_key": "id", "sort_dir": "asc"}, [plain, spare, away])):
            with self.subTest(query):
                found = sorted(self.ha.hosts(segment.uuid, **query), key=lambda one: one.id)
                self.assertEqual([one.name for one in expected], [one.name for one in found])

    def test_notifications_are_sent_listed_and_shown(self):
        segment = self.segment(self.ha)
        names = ("compute1", "compute2", "compute3")
        hosts = {name: self.host(self.ha, segment, name) for name in names}
        long_ago = datetime.datetime(2020, 2, 3, 4, 5, 6)

        made = [started(self.ha, name, generated_time=long_ago + datetime.timedelta(hours=number)) for number, name in enumerate(names)]
        mine = {one.notification_uuid for one in made}
        self.assertEqual("2020-02-03T04:05:06.000000", made[0].generated_time)
        shown = self.ha.get_notification(made[0].notification_uuid)
        self.assertEqual(("COMPUTE_HOST", {"event": "STARTED"}, hosts["compute1"].uuid), (shown.type, shown.payload, shown.source_host_uuid))

        def found(**query):
            return [one.notification_uuid for one in self.ha.notifications(**query) if one.notification_uuid in mine]
        self.assertEqual([one.notification_uuid for one in made], found(limit=2, sort_key="id", sort_dir="asc"))
        self.assertEqual([made[1].notification_uuid], found(source_host_uuid=hosts["compute2"].uuid))
        self.assertEqual([made[2].notification_uuid], found(generated_since="2020-02-03T06:00:00"))
        self.assertEqual(mine, set(found(type="COMPUTE_HOST")))
        self.assertEqual([], found(type="VM"))
        self.assertEqual([], found(status="error"))

    def test_refusals_become_the_exceptions_of_the_sdk(self):
        segment = self.segment(self.ha)
        for expected, said, call in (
                (exceptions.ResourceNotFound, f"No failover segment with id {NOWHERE}", lambda: self.ha.get_segment(NOWHERE)),
                (exceptions.ResourceNotFound, f"No failover segment with id {NOWHERE}", lambda: list(self.ha.hosts(NOWHERE))),
                (exceptions.ResourceNotFound, f"'{NOWHERE}' under failover_segment", lambda: self.ha.get_host(NOWHERE, segment.uuid)),
                (exceptions.ResourceNotFound, f"No notification with id {NOWHERE}", lambda: self.ha.get_notification(NOWHERE)),
                (exceptions.ResourceNotFound, NOWHERE, lambda: self.ha.delete_segment(NOWHERE, ignore_missing=False)),
                (exceptions.ConflictException, "already exists", lambda: self.segment(self.ha, name=segment.name)),
                (exceptions.BadRequestException, "'sometimes' is not one of", lambda: self.segment(self.ha, recovery_method="sometimes")),
                (exceptions.BadRequestException, "no-such-host could not be found", lambda: self.host(self.ha, segment, "no-such-host")),
                (exceptions.BadRequestException, "no-such-host could not be found", lambda: started(self.ha, "no-such-host")),
                (exceptions.BadRequestException, "Marker 999999", lambda: list(self.ha.segments(limit=1, marker=999999)))):
            with self.subTest(said), self.assertRaises(expected) as refused:
                call()
            self.assertIn(said, str(refused.exception))

        self.assertIsNone(self.ha.delete_segment(NOWHERE))
        self.assertIsNone(self.ha.delete_host(NOWHERE, segment.uuid))


class WithProjectInTheUrl(Calls, LabTest):
    FORM = "{root}/v1/{project}"


class WithPlainUrl(Calls, LabTest):
    FORM = "{root}/v1"


class WithRootUrl(Calls, LabTest):
    FORM = "{root}"


class WithMicroversions(LabTest):
    def test_progress_is_shown_from_1_1_on(self):
        old, new = instance_ha(ha_api_version="1.0"), instance_ha(ha_api_version="1.1")
        self.host(new, self.segment(new), "compute1")
        sent = started(new, "compute1")

        self.assertIsNone(old.get_notification(sent.notification_uuid).recovery_workflow_details)
        self.assertEqual([], new.get_notification(sent.notification_uuid).recovery_workflow_details)

    def test_enabled_cannot_be_set_before_1_2(self):
        with self.assertRaises(exceptions.BadRequestException) as refused:
            self.segment(instance_ha(ha_api_version="1.1"), is_enabled=False)
        self.assertIn("('enabled' was unexpected)", str(refused.exception))


if __name__ == "__main__":
    unittest.main(verbosity=2, warnings="ignore")
