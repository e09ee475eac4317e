package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Each tick measures, judges and predicts, in this order. */
@TestPropertySource(properties = "route=maintenance/system-sample.camel.yaml")
class SystemSampleRouteTest extends RouteFixture {
    private static final String TICK = "direct:tick";

    @Override
    void replaceNeighbours() throws Exception {
        standInBean("systemSample");
        standInBean("sampleJudgement");
        standInBean("samplePrediction");
        enterAt("system-sample", TICK);
    }

    @Test
    void measuresJudgesAndPredicts() {
        send(TICK);
        assertThat(trace()).containsExactly("systemSample", "sampleJudgement", "samplePrediction");
    }

    @Test
    void itsPeriodIsASetting() {
        assertThat(periodOf("system-sample", Map.of())).as("default").hasMillis(30_000);
        assertThat(periodOf("system-sample", Map.of("mehari.maintenance.system-sample-period", "1234ms")))
                .hasMillis(1234);
    }
}
