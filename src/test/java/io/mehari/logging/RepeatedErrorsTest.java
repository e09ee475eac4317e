package io.mehari.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RepeatedErrorsTest {
    private final LogFixture log = new LogFixture();
    private final Logger logger = log.logger("io.mehari.failure.ErrorFirewall");

    @Test
    void oneStackTraceAMinuteOfEachKindThenLinesThenACount() {
        for (int i = 0; i < 10_000; i++) {
            logger.error("Request {} failed", "r-" + i, defect());
        }
        assertThat(traces()).isEqualTo(1);
        assertThat(log.text())
                .contains("Request r-0 failed", "Request r-20 failed")
                .doesNotContain("Request r-21 ");
        assertThat(log.text().length()).isLessThan(20_000);

        log.pass(Duration.ofMinutes(1));
        logger.info("anything");
        assertThat(log.text())
                .contains("9979 more failures of this kind were not logged: io.mehari.failure.ErrorFirewall,"
                        + " java.lang.IllegalStateException at io.mehari.logging.RepeatedErrorsTest.defect");
        logger.error("Request {} failed", "again", defect());
        assertThat(traces()).isEqualTo(2);
    }

    @Test
    void otherKindsHaveTracesOfTheirOwn() {
        logger.error("one", defect());
        logger.error("two", new IllegalStateException("from elsewhere"));
        log.logger("io.mehari.Other").error("three", defect());
        logger.error("four", new IOException("of its own"));
        assertThat(traces()).isEqualTo(4);
    }

    @Test
    void linesWithoutAnExceptionAreNoConcernOfIts() {
        for (int i = 0; i < 100; i++) {
            logger.warn("line");
        }
        assertThat(log.lines()).hasSize(100);
    }

    @Test
    void frameworksDoNotTellOfAStartThatIsExplainedAtItsEnd() {
        Exception explained = new IllegalStateException(new StartFailureException("port taken", "take another", null));
        log.logger("org.apache.camel.impl.engine.AbstractCamelContext").error("Error starting", explained);
        assertThat(log.text()).isEmpty();
        logger.error("ours", explained);
        assertThat(log.text()).contains("port taken");
    }

    private static RuntimeException defect() {
        return new IllegalStateException("defect");
    }

    /** Each stack trace has one line of a test method of this class. */
    private long traces() {
        return log.lines().stream()
                .filter(line -> line.strip().startsWith("at " + RepeatedErrorsTest.class.getName() + "."))
                .filter(line -> !line.contains(".defect("))
                .count();
    }
}
