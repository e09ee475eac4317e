package io.mehari.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariablesFileTest {
    @TempDir
    Path folder;

    @Test
    void readsNamesAndValuesInTheirOrder() throws IOException {
        assertThat(read("""
                        # a comment

                        B=2
                        export A = 1
                        C.D-E=x=y
                        """)).containsExactly(entry("B", "2"), entry("A", "1"), entry("C.D-E", "x=y"));
    }

    @Test
    void takesQuotesAndCommentsOffValues() throws IOException {
        assertThat(read("""
                        DOUBLE="a # b" # c
                        SINGLE='a\\nb'
                        LINES="a\\nb"
                        PLAIN=a # b
                        HASH=a#b
                        EMPTY=
                        OPEN="a
                        """))
                .containsExactly(
                        entry("DOUBLE", "a # b"),
                        entry("SINGLE", "a\\nb"),
                        entry("LINES", "a\nb"),
                        entry("PLAIN", "a"),
                        entry("HASH", "a#b"),
                        entry("EMPTY", ""),
                        entry("OPEN", "\"a"));
    }

    @Test
    void letsTheLastOfTwoHold() throws IOException {
        assertThat(read("A=1\r\nA=2\r\n")).containsExactly(entry("A", "2"));
    }

    @Test
    void namesTheLineThatIsWrongAndNothingThatIsInIt() {
        assertThatThrownBy(() -> read("A=1\nsecret words\n"))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("env, line 2: expected NAME=value");
        assertThatThrownBy(() -> read("1A=secret\n")).hasMessageEndingWith("line 1: expected NAME=value");
    }

    @Test
    void refusesWhatIsNoFileOrTooLarge() {
        assertThatThrownBy(() -> VariablesFile.read(folder)).hasMessageEndingWith("is not a file");
        assertThatThrownBy(() -> VariablesFile.read(folder.resolve("none"))).hasMessageContaining("there is no file");
        assertThatThrownBy(() -> read("A=" + "x".repeat(64 * 1024))).hasMessageEndingWith("is over 64 KB");
    }

    private Map<String, String> read(String text) throws IOException {
        return VariablesFile.read(Files.writeString(folder.resolve("env"), text));
    }
}
