-- What Debian 12's masakari wrote for a host recovery, shortened; a second run in the same book and a book that nobody can read are of our making.
CREATE TABLE logbooks (created_at DATETIME, updated_at DATETIME, meta TEXT, name VARCHAR(255), uuid VARCHAR(64) NOT NULL PRIMARY KEY) {utf8};

CREATE TABLE flowdetails (
    created_at DATETIME, updated_at DATETIME, parent_uuid VARCHAR(64), meta TEXT, name VARCHAR(255), state VARCHAR(255), uuid VARCHAR(64) NOT NULL PRIMARY KEY
) {utf8};

CREATE TABLE atomdetails (
    created_at DATETIME, updated_at DATETIME, meta TEXT, parent_uuid VARCHAR(64), name VARCHAR(255), version VARCHAR(64), state VARCHAR(255),
    uuid VARCHAR(64) NOT NULL PRIMARY KEY, failure TEXT, results TEXT,
    atom_type {enum:'RETRY_DETAIL','TASK_DETAIL'}, intention {enum:'EXECUTE','IGNORE','REVERT','RETRY'}
) {utf8};

INSERT INTO logbooks VALUES
    ('2026-11-22 03:49:50', '2026-11-22 03:49:50', '{}', 'instance:evacuate', 'a0c65540-51b9-4d1e-a856-1444e13c6c61'),
    ('2026-11-22 03:49:50', '2026-11-22 03:49:50', '{}', 'instance:evacuate', 'b6f4c1f0-61b2-4b39-9a2c-6ec0b80c8f01');

INSERT INTO flowdetails VALUES
    ('2026-11-22 03:59:50', '2026-11-22 03:59:51', 'a0c65540-51b9-4d1e-a856-1444e13c6c61', '{}', 'instance_evacuate_engine', 'FAILURE', '04e38576-ee65-42a5-83da-91253e7a4d42'),
    ('2026-11-22 03:49:50', '2026-11-22 03:50:30', 'a0c65540-51b9-4d1e-a856-1444e13c6c61', '{}', 'instance_evacuate_engine', 'REVERTED', 'e4e38576-ee65-42a5-83da-91253e7a4d41'),
    ('2026-11-22 03:49:50', '2026-11-22 03:50:30', 'b6f4c1f0-61b2-4b39-9a2c-6ec0b80c8f01', '{}', 'instance_evacuate_engine', 'SUCCESS', 'f4e38576-ee65-42a5-83da-91253e7a4d43');

INSERT INTO atomdetails (created_at, meta, parent_uuid, name, version, state, uuid, results, atom_type, intention) VALUES
    ('2026-11-22 03:49:50', '{"progress": 1.0, "progress_details": {"at_progress": 1.0, "details": {"progress_details": [{"timestamp": "2026-11-22 03:49:55.346437", "progress": 0.0, "message": "Start evacuation of instances from failed host ''compute1''"}, {"timestamp": "2026-11-22 03:50:30.470345", "progress": 1.0, "message": "Evacuation process completed!"}]}}}',
     'e4e38576-ee65-42a5-83da-91253e7a4d41', 'EvacuateInstancesTask', '1.0', 'SUCCESS', '4d1d6ecd-0610-4bb7-a3bb-270716750df8', NULL, 'TASK_DETAIL', 'EXECUTE'),
    ('2026-11-22 03:49:50', '{"progress": 1.0, "progress_details": {"at_progress": 1.0, "details": {"progress_details": [{"timestamp": "2026-11-22 03:49:53.262528", "progress": 0.0, "message": "Preparing instances for evacuation"}]}}}',
     'e4e38576-ee65-42a5-83da-91253e7a4d41', 'PrepareHAEnabledInstancesTask', '1.0', 'REVERTED', '59173995-bf82-4b70-9bcc-dd404aff3b76', NULL, 'TASK_DETAIL', 'EXECUTE'),
    ('2026-11-22 03:49:50', '{"progress": 1.0, "progress_details": {"at_progress": 1.0, "details": {"progress_details": [{"timestamp": "2026-11-22 03:49:50", "progress": 0.0, "message": "Disabling compute service on host: ''compute1''"}, {"timestamp": "2026-11-22 03:49:53.089615", "progress": 1.0, "message": "Disabled compute service on host: ''compute1''"}]}}}',
     'e4e38576-ee65-42a5-83da-91253e7a4d41', 'DisableComputeServiceTask', '1.0', 'REVERTED', '7435f430-75f2-4bdb-88e7-0c2673fd086d', NULL, 'TASK_DETAIL', 'EXECUTE'),
    ('2026-11-22 03:49:50', '{}', 'e4e38576-ee65-42a5-83da-91253e7a4d41', '_TaskFlow_INJECTOR', NULL, 'SUCCESS', 'd1630ab4-ba53-4896-aa4b-d89b2d1eac1c',
     '{"host_name": "compute1"}', 'TASK_DETAIL', 'EXECUTE'),
    ('2026-11-22 03:59:50', '{"progress": 0.5, "progress_details": {"at_progress": 0.5, "details": {"progress_details": [{"timestamp": "2026-11-22 03:59:50.1", "progress": 0.5, "message": "Enabling"}]}}}',
     '04e38576-ee65-42a5-83da-91253e7a4d42', 'instance_evacuate_engine_retry', '1.0', 'SUCCESS', '14e38576-ee65-42a5-83da-91253e7a4d42', NULL, 'RETRY_DETAIL', 'EXECUTE'),
    ('2026-11-22 03:59:50', '{"progress": 0.5, "progress_details": {"at_progress": 0.5, "details": {"progress_details": [{"timestamp": "2026-11-22 03:59:50.1", "progress": 0.5, "message": "Disabling"}]}}}',
     '04e38576-ee65-42a5-83da-91253e7a4d42', 'DisableComputeServiceTask', '1.0', 'FAILURE', '24e38576-ee65-42a5-83da-91253e7a4d42', NULL, 'TASK_DETAIL', 'EXECUTE'),
    ('2026-11-22 03:49:50', '{"progress": 1.0, "progress_details": {"at_prog', 'f4e38576-ee65-42a5-83da-91253e7a4d43', 'DisableComputeServiceTask', '1.0', 'SUCCESS',
     '34e38576-ee65-42a5-83da-91253e7a4d42', NULL, 'TASK_DETAIL', 'EXECUTE'),
    ('2026-11-22 03:49:50', NULL, 'f4e38576-ee65-42a5-83da-91253e7a4d43', 'EvacuateInstancesTask', '1.0', 'PENDING', '44e38576-ee65-42a5-83da-91253e7a4d42', NULL, 'TASK_DETAIL', 'EXECUTE'),
    ('2026-11-22 03:49:50', '{"progress_details": {"details": []}}', 'f4e38576-ee65-42a5-83da-91253e7a4d43', 'PrepareHAEnabledInstancesTask', '1.0', 'PENDING',
     '54e38576-ee65-42a5-83da-91253e7a4d42', NULL, 'TASK_DETAIL', 'EXECUTE');
