package io.mehari.failure.memory;

import io.mehari.support.Databases;

/** The same on PostgreSQL. */
class ErrorsOnPostgresqlTest extends ErrorsTest {
    @Override
    Databases kind() {
        return Databases.POSTGRESQL;
    }
}
