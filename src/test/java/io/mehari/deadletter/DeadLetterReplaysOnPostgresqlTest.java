package io.mehari.deadletter;

import io.mehari.support.Databases;

/** The same on PostgreSQL. */
class DeadLetterReplaysOnPostgresqlTest extends DeadLetterReplaysTest {
    @Override
    Databases kind() {
        return Databases.POSTGRESQL;
    }
}
