package io.mehari.routes;

import io.mehari.launch.GatewayFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A gateway for all tests of a class: the shipped routes serve, and its server {@code files} answers each call. */
abstract class ServingGatewayFixture {
    @TempDir
    static Path directory;

    static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.serving(directory);
    }

    @AfterAll
    static void close() {
        gateway.close();
        gateway = null;
    }
}
