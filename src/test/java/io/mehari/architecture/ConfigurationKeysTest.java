package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.configuration.serversfile.ServerKeys;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every configuration key has a test in which changing it changes behaviour. */
class ConfigurationKeysTest {
    private static final Path METADATA = Path.of("target/classes/META-INF/spring-configuration-metadata.json");
    private static final Path TESTS = Path.of("target/test-classes");
    private static final String SERVERS = "mcp-servers.json:";

    @Test
    void everyKeyHasATestThatChangesIt() throws IOException {
        Set<String> untested = keys();
        untested.removeAll(tested());
        assertThat(untested)
                .as("keys without a test annotated with @ChangesBehaviour(\"key\")")
                .isEmpty();
    }

    @Test
    void everyTestedKeyExists() throws IOException {
        Set<String> unknown = tested();
        Set<String> keys = keys();
        // The metadata names a list of records, such as mehari.security.keys, but not what is in them.
        unknown.removeIf(tested -> keys.stream().anyMatch(key -> tested.equals(key) || tested.startsWith(key + ".")));
        assertThat(unknown).as("keys that tests name and nobody reads").isEmpty();
    }

    @Test
    void theKeysOfAServerAreFoundInTheReader() {
        assertThat(ServerKeys.read())
                .as("one of each way in which the reader asks")
                .contains("command", "url", "httpUrl", "retry.max", "tls.ca", "tools", "idempotent")
                .doesNotContain("retry", "autoApprove", "oauth");
    }

    private static Set<String> keys() throws IOException {
        Set<String> keys = new TreeSet<>();
        Json.read(Files.readAllBytes(METADATA)).path("properties").forEach(property -> {
            String name = property.path("name").asText();
            if (name.startsWith("mehari.")) {
                keys.add(name);
            }
        });
        ServerKeys.read().forEach(key -> keys.add(SERVERS + key));
        return keys;
    }

    private static Set<String> tested() throws IOException {
        Set<String> tested = new TreeSet<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            files.map(file -> TESTS.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .forEach(name -> tested.addAll(keysOf(name)));
        }
        return tested;
    }

    private static Set<String> keysOf(String className) {
        Set<String> keys = new TreeSet<>();
        try {
            Class<?> type = Class.forName(className, false, ConfigurationKeysTest.class.getClassLoader());
            for (Method method : type.getDeclaredMethods()) {
                for (ChangesBehaviour changed : method.getAnnotationsByType(ChangesBehaviour.class)) {
                    keys.add(changed.value());
                }
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        return keys;
    }
}
