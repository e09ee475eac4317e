package io.mehari.deadletter;

import io.mehari.support.Databases;

/** The same on PostgreSQL, as the store of several gateways. */
class DeadLettersOnPostgresqlTest extends DeadLettersTest {
    @Override
    Databases kind() {
        return Databases.POSTGRESQL;
    }
}
