package io.mehari.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class NpmPackagesTest {
    @Test
    void lockFileNamesNoAddress() throws IOException {
        assertThat(Files.readString(NpmPackages.DIRECTORY.resolve("package-lock.json")))
                .contains("\"integrity\"")
                .doesNotContain("://");
    }

    @Test
    void everyPackageIsPinnedToOneVersion() throws IOException {
        JsonNode dependencies = Json.read(Files.readAllBytes(NpmPackages.DIRECTORY.resolve("package.json")))
                .path("dependencies");
        assertThat(dependencies).hasSize(NpmPackages.SERVERS.size() + 5);
        assertThat(dependencies)
                .allSatisfy(version -> assertThat(version.asText()).matches("\\d+\\.\\d+\\.\\d+(-alpha\\.\\d+)?"));
    }
}
