package io.mehari.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequiresTest {
    private static final Optional<String> MISSING = Optional.of("Node is missing. Install it.");

    @Test
    void whatIsHereIsRun() {
        assertThat(RequiresCondition.decide(Optional.empty(), "true").isDisabled())
                .isFalse();
    }

    @Test
    void whatIsMissingLeavesTestsOutAndNamesTheRemedy() {
        assertThat(RequiresCondition.decide(MISSING, null))
                .satisfies(result -> assertThat(result.isDisabled()).isTrue())
                .satisfies(result -> assertThat(result.getReason()).isEqualTo(MISSING));
    }

    @Test
    void whatIsMissingFailsInCi() {
        assertThatThrownBy(() -> RequiresCondition.decide(MISSING, "true")).hasMessageContaining("Install it");
    }

    @Test
    void oneLineForEachToolNamesAllItsTests() {
        LeftOut leftOut = new LeftOut();
        leftOut.add("Node is missing.", NpmPackagesTest.class);
        leftOut.add("nginx is missing.", NpmPackagesTest.class);
        leftOut.add("Node is missing.", RequiresTest.class);
        leftOut.add("Node is missing.", NpmPackagesTest.class);
        assertThat(leftOut.lines())
                .containsExactly(
                        "TESTS LEFT OUT (NpmPackagesTest, RequiresTest): Node is missing.",
                        "TESTS LEFT OUT (NpmPackagesTest): nginx is missing.");
    }

    @Test
    void aProgramIsFoundWithItsVersionIfThatIsNewEnough() {
        Program java = new Program("Java", "17", "-version", List.of("no-such-program", javaProgram()));
        Program.Found found = java.find();
        assertThat(found.path()).hasValueSatisfying(path -> assertThat(path).hasToString(javaProgram()));
        assertThat(found.version()).matches("\\d+(\\.\\d+)+");
        assertThat(java.problem(found)).isEmpty();
    }

    @Test
    void aProgramThatIsTooOldIsMissingAndItsVersionTold() {
        Program java = new Program("Java", "1000", "-version", List.of(javaProgram()));
        Program.Found found = java.find();
        assertThat(found.path()).isEmpty();
        assertThat(java.problem(found)).hasValue("Java 1000 or newer is missing (here is " + found.version() + ")");
    }

    @Test
    void aProgramThatIsNotInstalledOrDoesNotRunIsMissing() {
        for (String name : List.of("no-such-program", "false")) {
            Program program = new Program("It", "1.0", "--version", List.of(name));
            assertThat(program.problem(program.find())).as(name).hasValue("It 1.0 or newer is missing");
        }
    }

    private static String javaProgram() {
        return System.getProperty("java.home") + "/bin/java";
    }
}
