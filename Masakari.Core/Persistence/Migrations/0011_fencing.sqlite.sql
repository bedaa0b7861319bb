-- What the fence command was asked about the host of a recovery, and what it answered: the question is written before the start.
CREATE TABLE IF NOT EXISTS host_fencing (
    notification_uuid VARCHAR(36) NOT NULL PRIMARY KEY,
    asks INT NOT NULL,
    failures INT NOT NULL DEFAULT 0,
    asked_at DATETIME(6) NOT NULL,
    ended_at DATETIME(6) NULL,
    answer VARCHAR(16) NULL,
    heartbeat_at DATETIME(6) NULL
);

-- The engines that run, or ran a short time ago. Each writes its row with every round of its sweep.
CREATE TABLE IF NOT EXISTS controllers (
    owner VARCHAR(255) NOT NULL PRIMARY KEY,
    version VARCHAR(64) NOT NULL,
    sweep_seconds INT NOT NULL,
    started_at DATETIME(6) NOT NULL,
    seen_at DATETIME(6) NOT NULL
);
