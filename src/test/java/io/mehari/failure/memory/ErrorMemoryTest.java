package io.mehari.failure.memory;

import static io.mehari.failure.memory.TestFailures.NOON;
import static io.mehari.failure.memory.TestFailures.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.failure.template.ErrorTemplate;
import io.mehari.support.ChangesBehaviour;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ErrorMemoryTest {
    @Test
    @DisplayName("S0.3: errors that differ in their volatile parts are one")
    void remembersWhatErrorsHaveInCommon() {
        ErrorMemory memory = new ErrorMemory(100);
        for (int i = 0; i < 5; i++) {
            memory.learn(failed("connect ECONNREFUSED 10.0.0." + i + ":543" + i, NOON.plusSeconds(i)));
        }
        RememberedError error = memory.all().iterator().next();

        assertThat(memory.all()).hasSize(1);
        assertThat(error.template()).isEqualTo("connect ECONNREFUSED <host>");
        assertThat(error.count()).isEqualTo(5);
        assertThat(error.firstSeen()).isEqualTo(NOON);
        assertThat(error.lastSeen()).isEqualTo(NOON.plusSeconds(4));
        assertThat(error.tools()).containsExactly("files/read");
        assertThat(error.examples()).hasSize(3).last().asString().contains("10.0.0.4");
        assertThat(error.recoveries()).containsEntry("none by ", 5L);
    }

    @Test
    @ChangesBehaviour("mehari.errors.max-templates")
    void isBoundedWhateverComesAndKeepsWhatWasSolvedOrComesOften() {
        ErrorMemory memory = new ErrorMemory(1000);
        memory.learn(failed("the disk of the printer is on fire"));
        memory.solve(
                ErrorTemplate.of("the disk of the printer is on fire").id(), new Solution("water", "", "ann", NOON));
        for (int i = 0; i < 3; i++) {
            memory.learn(failed("this one comes often"));
        }
        for (int i = 0; i < 10_000; i++) {
            memory.learn(failed(
                    "distinct error " + Integer.toString(i, 26).replaceAll("[0-9]", "z") + letters(i),
                    NOON.plusMillis(i)));
            assertThat(memory.all().size()).isLessThanOrEqualTo(1101);
        }

        assertThat(memory.all().stream().map(RememberedError::template))
                .contains("the disk of the printer is on fire", "this one comes often");
    }

    @Test
    void theTracesOfTheLatestCallsAreKnown() {
        ErrorMemory memory = new ErrorMemory(100);
        memory.learn(failed("it is broken"));
        RememberedError without = memory.all().iterator().next();
        assertThat(without.traces()).as("traces are off").isEmpty();
        assertThat(ErrorsJson.detail(without, new Advice("", "lexical", "", List.of(), List.of()))
                        .has("trace_ids"))
                .isFalse();

        for (int call = 1; call <= 8; call++) {
            memory.learn(TestFailures.ofTrace("it is broken", "trace-" + call));
        }
        assertThat(memory.all().iterator().next().traces())
                .containsExactly("trace-4", "trace-5", "trace-6", "trace-7", "trace-8");
    }

    @Test
    void anErrorWithoutATextIsNotRemembered() {
        ErrorMemory memory = new ErrorMemory(100);
        memory.learn(failed("  \n"));
        assertThat(memory.all()).isEmpty();
        assertThat(memory.isSaved()).isTrue();
    }

    static String letters(int number) {
        StringBuilder letters = new StringBuilder();
        for (int rest = number; rest > 0; rest /= 20) {
            letters.append((char) ('a' + rest % 20));
        }
        return letters.toString();
    }
}
