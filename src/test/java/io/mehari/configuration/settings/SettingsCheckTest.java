package io.mehari.configuration.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;

class SettingsCheckTest {
    @TempDir
    Path folder;

    @Test
    void hasNothingToSayOfTheShippedFile() throws IOException {
        assertThat(problems(Files.readString(Path.of("config/application.yaml"))))
                .isEmpty();
    }

    @Test
    void namesUnknownKeysAtEveryDepth() throws IOException {
        assertThat(problems("""
                        mehari:
                          foo: 1
                          data: {prot: 1}
                          security:
                            keys:
                              - {name: ci, sha512: x, sha256: %s, scopes: [call]}
                          dead_letters: {folder: x}
                          zzz: {yyy: 1}
                        """.formatted("a".repeat(64))))
                .satisfiesExactly(
                        first ->
                                assertThat(first).startsWith("line 2, column 8: $.mehari.foo: unknown key; known are "),
                        first -> assertThat(first)
                                .isEqualTo("line 3, column 16: $.mehari.data.prot: unknown key; did you mean"
                                        + " mehari.data.port?"),
                        first -> assertThat(first)
                                .isEqualTo("line 6, column 28: $.mehari.security.keys[0].sha512: unknown key; did you"
                                        + " mean mehari.security.keys[0].sha256?"),
                        first -> assertThat(first)
                                .contains("line 7, column 26: $.mehari.deadletters.folder: unknown key"),
                        first -> assertThat(first).contains("line 8, column 14: $.mehari.zzz.yyy: unknown key"));
    }

    @Test
    void namesEveryValueThatDoesNotFitNotOnlyTheFirst() throws IOException {
        assertThat(problems("""
                        mehari:
                          data:
                            port: 70000
                            max-body: lots
                            idle-timeout: soon
                            threads: -1
                            native-transport: perhaps
                          dead-letters:
                            redact: ["("]
                          security:
                            keys: [{name: ci, scopes: [call, fly]}]
                        """))
                .containsExactly(
                        "line 3, column 11: $.mehari.data.port: must be less than or equal to 65535",
                        "line 4, column 15: $.mehari.data.max-body: expected a size such as 64KB or 10MB",
                        "line 5, column 19: $.mehari.data.idle-timeout: expected a duration such as 500ms, 30s or 2m",
                        "line 6, column 14: $.mehari.data.threads: must be greater than or equal to 0",
                        "line 7, column 23: $.mehari.data.native-transport: expected true or false",
                        "line 9, column 14: $.mehari.dead-letters.redact[0]: not a regular expression: Unclosed group",
                        "line 11, column 19: $.mehari.security.keys[0].sha256: missing",
                        "line 11, column 38: $.mehari.security.keys[0].scopes[1]: expected one of call, monitor, admin");
    }

    @Test
    void namesValuesThatDoNotFitTogether() throws IOException {
        assertThat(problems("""
                        mehari:
                          cache: {max-entry: 128MB}
                          security: {strict: true}
                          data: {idle-timeout: 0s}
                          servers: {pool-min: 11}
                        """))
                .containsExactly(
                        "line 2, column 22: $.mehari.cache.max-entry: max-entry must be between one byte, 1GB and"
                                + " max-weight",
                        "line 3, column 22: $.mehari.security.strict: mehari.security.strict is on but"
                                + " mehari.security.keys is empty: no one could use the gateway",
                        "line 4, column 24: $.mehari.data.idle-timeout: mehari.data: request-timeout and idle-timeout"
                                + " must be positive",
                        "line 5, column 23: $.mehari.servers.pool-min: pool-min must be at most pool-max, where 0"
                                + " stands for 10");
    }

    @ParameterizedTest
    @CsvSource({
        "pool-min: 0, pool-min: must be greater than or equal to 1",
        "pool-max: -1, pool-max: must be greater than or equal to 0",
        "pool-max:, pool-max: expected a whole number",
        "pool-max: 1001, pool-max: must be less than or equal to 1000",
        "pool-max: lots, pool-max: expected a whole number",
        "pool-max: 1, 'pool-max: pool-min must be at most pool-max, where 0 stands for 10'"
    })
    void namesPoolsThatCannotBe(String setting, String problem) throws IOException {
        assertThat(problems("mehari: {servers: {" + setting + "}}"))
                .containsExactly(
                        "line 1, column " + (setting.endsWith(":") ? 29 : 30) + ": $.mehari.servers." + problem);
    }

    @Test
    void takesPoolsThatFitTogether() throws IOException {
        assertThat(problems("mehari: {servers: {pool-min: 11, pool-max: 11}}")).isEmpty();
    }

    @Test
    void namesSettingsThatStandOutsideOfTheirPlace() throws IOException {
        assertThat(problems("""
                        security: {strict: true}
                        mehary: {data: {port: 1}}
                        somebody: {else: 1}
                        mehari: {data: 5}
                        """))
                .containsExactly(
                        "line 1, column 20: $.security.strict: without effect here; did you mean"
                                + " mehari.security.strict?",
                        "line 2, column 23: $.mehary.data.port: unknown key; did you mean mehari.data.port?",
                        "line 4, column 16: $.mehari.data: expected keys below it, or nothing at all: host, port, max-body,"
                                + " max-request-line, max-headers, request-timeout, idle-timeout, max-connections,"
                                + " threads, native-transport, tls, path-prefix, allowed-hosts, stop-notice");
    }

    @Test
    void namesEveryFileOfACertificateThatCannotBeUsed() throws IOException {
        assertThat(problems("""
                        mehari:
                          data:
                            tls: {certificate: none.pem, key: %s}
                        """.formatted(folder)))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("line 3, column 24: $.mehari.data.tls.certificate: there is no file ")
                                .contains("none.pem: put one there"),
                        first -> assertThat(first)
                                .isEqualTo("line 3, column 39: $.mehari.data.tls.key: " + folder
                                        + " is not a file: name a PEM file"));
        assertThat(problems("mehari: {data: {tls: {key: none.pem}}}"))
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("mehari.data.tls.certificate: missing: TLS needs"));
        assertThat(problems("mehari: {data: {tls: yes}}"))
                .containsExactly("line 1, column 22: $.mehari.data.tls: expected keys below it, or nothing at all:"
                        + " certificate, key");
        assertThat(problems("mehari: {data: {tls: {certificate: , key: }}}")).isEmpty();
    }

    @Test
    void namesAPathPrefixThatToolsCannotStandBelow() throws IOException {
        assertThat(problems("mehari: {data: {path-prefix: /api/v2}}"))
                .containsExactly("line 1, column 30: $.mehari.data.path-prefix: begins with /api, where the gateway has"
                        + " paths of its own: begin it with another name, such as /tools/");
        assertThat(problems("mehari: {data: {port: 1}}", "--mehari.data.path-prefix=a b"))
                .containsExactly("argument --mehari.data.path-prefix: expected a path such as /tools/: letters, digits"
                        + " and any of - . _ ~ between single slashes");
        assertThat(problems("mehari: {data: {path-prefix: }}")).isEmpty();
    }

    @Test
    void namesVariablesThatAreNotSetAndNoValue() throws IOException {
        assertThat(problems("mehari: {data: {host: \"hidden-${NO_SUCH_VARIABLE}\"}}"))
                .singleElement()
                .asString()
                .contains("$.mehari.data.host: Could not resolve placeholder 'NO_SUCH_VARIABLE': it is not set")
                .doesNotContain("hidden");
    }

    @Test
    void namesArguments() throws IOException {
        assertThat(problems("", "--mehari.data.prot=1", "--mehari.data.port=x"))
                .containsExactlyInAnyOrder(
                        "argument --mehari.data.prot: unknown key; did you mean mehari.data.port?",
                        "argument --mehari.data.port: expected a whole number");
    }

    @Test
    void takesAnEmptyFileAndEmptyLists() throws IOException {
        assertThat(problems("mehari:\n")).isEmpty();
        assertThat(problems("mehari:\n  security: {keys: []}\n")).isEmpty();
    }

    private List<String> problems(String yaml, String... arguments) throws IOException {
        Path file = Files.writeString(folder.resolve("application.yaml"), yaml);
        StandardEnvironment environment = new StandardEnvironment();
        new YamlPropertySourceLoader()
                .load("file", new FileSystemResource(file))
                .forEach(environment.getPropertySources()::addLast);
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
        ConfigurationPropertySources.attach(environment);
        return SettingsCheck.of(environment).stream()
                .map(problem -> problem.toString().replace(file + ", ", ""))
                .toList();
    }
}
