package io.mehari.configuration.serversfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.configuration.serversfile.Finding.Severity;
import io.mehari.configuration.serversfile.McpServersFile.Reading;
import io.mehari.upstream.AllowedTools;
import io.mehari.upstream.UpstreamSettings.StdioSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;

/** Values and forms that other programs understand. */
class OtherProgramsTest {
    private static final String HOME = System.getProperty("user.home");
    private static final Path FOLDER = Path.of(System.getProperty("user.dir"));

    private final McpServersFile file = new McpServersFile(new ServerReader(
            new CallSettingsReader(Duration.ofMinutes(5)), Map.of("TOKEN", "gateway", "DIR", "/d")::get));

    @TempDir
    Path directory;

    @Test
    void ownVariablesStandInTheTextsOfTheProcess() {
        StdioSettings stdio =
                stdio("'command': '${BIN}/x', 'args': ['--token=${TOKEN}', '${env:SECOND}'], 'cwd': '${BIN}',"
                        + " 'env': {'BIN': '${DIR}/bin', 'TOKEN': 'own', 'SECOND': '${TOKEN}-${BIN}'}");
        assertThat(stdio.command()).isEqualTo("/d/bin/x");
        assertThat(stdio.args()).containsExactly("--token=own", "own-/d/bin");
        assertThat(stdio.directory()).isEqualTo("/d/bin");
        assertThat(stdio.env()).containsEntry("SECOND", "own-/d/bin");
    }

    @Test
    void aVariableMayBeBuiltOnTheOneOfTheGateway() {
        assertThat(stdio("'command': 'x', 'env': {'TOKEN': 'my-${TOKEN}'}").env())
                .containsEntry("TOKEN", "my-gateway");
    }

    @Test
    void variablesOfTheFileStandInTheTextsToo() throws IOException {
        Path variables = Files.writeString(directory.resolve("v.env"), "\uFEFFFIRST=1\nSECOND=2\n");
        StdioSettings stdio = stdio("'command': 'x', 'args': ['${FIRST}${SECOND}${THIRD}'], 'envFile': '" + variables
                + "', 'env': {'THIRD': '${FIRST}3'}");
        assertThat(stdio.args()).containsExactly("1213");
    }

    @Test
    void anArgumentKeepsWhatIsSetNowhereAndSaysSo() {
        String keys = "'command': 'x', 'args': ['${NOWHERE}', '~/data', '${NOWHERE:-y}']";
        assertThat(stdio(keys).args()).containsExactly("${NOWHERE}", "~/data", "y");
        assertThat(read(keys).of(Severity.WARNING))
                .satisfiesExactly(
                        unset -> assertThat(unset).contains("args[0]", "NOWHERE is not set"),
                        home -> assertThat(home).contains("args[1]", "${userHome}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'command': '${NOWHERE}'",
                "'command': 'x', 'cwd': '${NOWHERE}'",
                "'command': 'x', 'env': {'A': '${B}', 'B': '1'}",
                "'url': 'http://${NOWHERE}/'",
                "'url': 'http://localhost/', 'headers': {'A': '${NOWHERE}'}"
            })
    void elsewhereWhatIsSetNowhereIsAProblem(String keys) {
        assertThat(read(keys).of(Severity.ERROR))
                .anySatisfy(error -> assertThat(error).contains("is not set"));
    }

    @Test
    void numbersAndBooleansAreTextsInVariablesAndNullTakesOneAway() throws IOException {
        Path variables = Files.writeString(directory.resolve("v.env"), "GONE=1\nKEPT=2\n");
        StdioSettings stdio = stdio("'command': 'x', 'envFile': '" + variables
                + "', 'env': {'PORT': 8080, 'RATE': 1.50, 'DEBUG': true, 'GONE': null}");
        assertThat(stdio.env()).isEqualTo(Map.of("KEPT", "2", "PORT", "8080", "RATE", "1.50", "DEBUG", "true"));
    }

    @Test
    void aTildeStandsForTheHomeFolder() {
        StdioSettings stdio = stdio("'command': '~/bin/x', 'cwd': '~'");
        assertThat(stdio.command()).isEqualTo(HOME + "/bin/x");
        assertThat(stdio.directory()).isEqualTo(HOME);
        assertThat(stdio("'command': 'a~/x'").command()).isEqualTo("a~/x");
        assertThat(read("'command': 'x', 'envFile': '~/no-such.env'")
                        .of(Severity.ERROR)
                        .toString())
                .contains("there is no file ~/no-such.env");
    }

    @ParameterizedTest
    @ValueSource(strings = {"workspaceFolder", "cwd"})
    void placesOfEditorsAreFolders(String name) {
        assertThat(stdio("'command': 'x', 'args': ['${" + name + "}']").args()).containsExactly(FOLDER.toString());
    }

    @Test
    void theNameOfTheFolderIsKnown() {
        assertThat(stdio("'command': 'x', 'args': ['${workspaceFolderBasename}']")
                        .args())
                .containsExactly(FOLDER.getFileName().toString());
    }

    @Test
    void aListOfAllToolsAllowsEachAndAnyOtherThoseItNames() {
        assertThat(read("'command': 'x', 'tools': ['*']").findings()).isEmpty();
        assertThat(tools("'tools': ['*']").has("b")).isTrue();
        assertThat(tools("'tools': ['a']").has("a")).isTrue();
        assertThat(tools("'tools': ['a']").has("b")).isFalse();
    }

    @Test
    void aListThatAllowsNothingIsToldOf() {
        assertThat(read("'command': 'x', 'tools': []").of(Severity.WARNING))
                .singleElement()
                .asString()
                .contains(".tools: ", "allows no tool", "[\"*\"] for all");
    }

    private AllowedTools tools(String keys) {
        return read("'command': 'x', " + keys).servers().get(0).tools();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'command': 'x', 'timeout': '60' | {\"attempt\": \"60s\"}",
                "'url': 'http://my_server:8000/mcp' | no underscore",
                "'url': 'http://my_server/a?b=c_d' | no underscore"
            })
    void aProblemNamesTheFormToWrite(String keys, String told) {
        assertThat(read(keys).of(Severity.ERROR)).singleElement().asString().contains(told);
    }

    @Test
    void serversOfOpencodeAreKnownAsSuch() {
        String text = "{'mcp': {'a': {'type': 'local', 'command': ['npx', 'x'], 'enabled': true}}}";
        assertThatThrownBy(() -> file.readLeavingOut(resource(text))).hasMessageContaining("as opencode has them");
    }

    private StdioSettings stdio(String keys) {
        Reading reading = read(keys);
        assertThat(reading.of(Severity.ERROR)).isEmpty();
        return reading.servers().get(0).stdio();
    }

    private Reading read(String keys) {
        return file.inspect(resource("{'mcpServers': {'files': {" + keys + "}}}"));
    }

    private static ByteArrayResource resource(String text) {
        return new ByteArrayResource(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
