package io.mehari.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InteropPackagesTest {
    @Test
    void lockFileNamesNoAddress() throws IOException {
        assertThat(Files.readString(InteropPackages.DIRECTORY.resolve("package-lock.json")))
                .contains("\"integrity\"")
                .doesNotContain("://");
    }

    @Test
    void everyPackageIsPinnedToOneVersion() throws IOException {
        JsonNode dependencies = Json.read(Files.readAllBytes(InteropPackages.DIRECTORY.resolve("package.json")))
                .path("dependencies");
        assertThat(dependencies).hasSize(InteropPackages.PROGRAMS.size() + 2);
        assertThat(dependencies)
                .allSatisfy(version -> assertThat(version.asText()).matches("\\d+\\.\\d+\\.\\d+(-alpha\\.\\d+)?"));
    }

    @Test
    void missingPackagesSkipTheTestsAndNameTheRemedy() {
        assertThat(RequiresInteropPackages.Condition.decide(Optional.of("Remedy: npm ci"), null))
                .satisfies(result -> assertThat(result.isDisabled()).isTrue())
                .satisfies(result -> assertThat(result.getReason()).hasValue("Remedy: npm ci"));
    }

    @Test
    void missingPackagesFailInCi() {
        assertThatThrownBy(() -> RequiresInteropPackages.Condition.decide(Optional.of("Remedy: npm ci"), "true"))
                .hasMessageContaining("Remedy: npm ci");
    }
}
