package io.mehari.interop.openapi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One gateway with its documents for all tests of a class. */
abstract class DescribedGatewayTest {
    @TempDir
    static Path directory;

    static DescribedGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = DescribedGateway.start(directory, Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        gateway = null; // or all it is made of stays in memory
    }
}
