package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.ChangesBehaviour;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Each tick shares what was learnt. */
@TestPropertySource(properties = "route=maintenance/learning-share.camel.yaml")
class LearningShareRouteTest extends RouteFixture {
    private static final String ID = "learning-share";
    private static final String TICK = "direct:tick";

    @DynamicPropertySource
    static void switchOn(DynamicPropertyRegistry settings) {
        settings.add("mehari.learning.shared", () -> "true");
    }

    @Override
    void replaceNeighbours() throws Exception {
        standInBean("learningShare");
        enterAt(ID, TICK);
    }

    @Test
    void sharesAtEachTick() {
        send(TICK);
        send(TICK);
        assertThat(trace()).containsExactly("learningShare", "learningShare");
    }

    @Test
    void isThereOnlyWhereItIsSwitchedOn() {
        assertThat(context.getRouteDefinition(ID).getPrecondition()).isEqualTo("{{mehari.learning.shared:false}}");
    }

    @Test
    @ChangesBehaviour("mehari.learning.share-period")
    void itsPeriodIsASetting() {
        assertThat(periodOf(ID, Map.of())).as("default").hasSeconds(60);
        assertThat(periodOf(ID, Map.of("mehari.learning.share-period", "5s"))).hasSeconds(5);
    }
}
