package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.builder.AdviceWith;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Each tick hands the calls that wait over as one list. */
@TestPropertySource(properties = "route=maintenance/learning-events.camel.yaml")
class LearningEventsRouteTest extends RouteFixture {
    private static final String ID = "learning-events";
    private static final String TICK = "direct:tick";

    @DynamicPropertySource
    static void switchOn(DynamicPropertyRegistry settings) {
        settings.add("mehari.learning.enabled", () -> "true");
    }

    @Override
    void replaceNeighbours() throws Exception {
        standInBean("learningEventDrain");
        enterAt(ID, TICK);
        AdviceWith.adviceWith(
                context, ID, advice -> advice.weaveById("hand-over").replace().process(step("learning-records")));
    }

    @Test
    void handsTheCallsOverAsOneList() {
        during("learningEventDrain", exchange -> exchange.getMessage().setBody(List.of("1", "2")));
        during(
                "learning-records",
                exchange ->
                        trace().add(exchange.getMessage().getBody(List.class).toString()));
        send(TICK);
        assertThat(trace()).containsExactly("learningEventDrain", "learning-records", "[1, 2]");
    }

    @Test
    void endsWhereNothingIsToBeDone() {
        during("learningEventDrain", exchange -> exchange.setRouteStop(true));
        send(TICK);
        assertThat(trace()).containsExactly("learningEventDrain");
    }

    @Test
    void isThereOnlyWhereItIsSwitchedOn() {
        assertThat(context.getRouteDefinition(ID).getPrecondition()).isEqualTo("{{mehari.learning.enabled:false}}");
    }

    @Test
    void itsPeriodIsThatOfCallEvents() {
        assertThat(periodOf(ID, Map.of())).as("default").hasMillis(100);
        assertThat(periodOf(ID, Map.of("mehari.maintenance.call-events-period", "1234ms")))
                .hasMillis(1234);
    }
}
