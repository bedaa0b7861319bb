"""Connections of openstacksdk to the lab, and what the scripts beside this one share. The account is in OS_..."""
import datetime
import time
import unittest
import uuid

import openstack
from openstack import exceptions


def instance_ha(form="{root}/v1/{project}", **options):
    """The proxy as a program gets it whose catalogue has our URL in this form."""
    cloud = openstack.connect(**options)
    cloud.authorize()
    token = cloud.session.auth.get_access(cloud.session)._data["token"]
    for service in token["catalog"]:
        if service["type"] == "instance-ha":
            for endpoint in service["endpoints"]:
                root = endpoint["url"].split("/v1")[0]
                endpoint["url"] = form.format(root=root, project=token["project"]["id"])
    return cloud.instance_ha


def started(ha, host, **more):
    """A notification that nothing is done about: the host is said to have come up."""
    body = {"type": "COMPUTE_HOST", "hostname": host, "generated_time": datetime.datetime.utcnow(), "payload": {"event": "STARTED"}}
    return ha.create_notification(**{**body, **more})


class LabTest(unittest.TestCase):
    def segment(self, ha, **more):
        """A segment that lives as long as the test."""
        body = {"name": f"sdk-{uuid.uuid4()}", "recovery_method": "auto", "service_type": "COMPUTE"}
        made = ha.create_segment(**{**body, **more})
        self.addCleanup(self.remove, ha, made.uuid)
        return made

    def remove(self, ha, segment):
        """Deletes it, once the engine has done with what was reported of its hosts: until then it is in use."""
        limit = time.monotonic() + 30
        while True:
            try:
                return ha.delete_segment(segment)
            except exceptions.ConflictException:
                if time.monotonic() > limit:
                    raise
                time.sleep(0.2)

    def host(self, ha, segment, name, **more):
        return ha.create_host(segment.uuid, **{"name": name, "type": "COMPUTE", "control_attributes": "SSH", **more})
