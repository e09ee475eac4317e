package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.component.generation.Generation;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Channel;
import org.apache.camel.Service;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.util.FileSystemUtils;

/** Routes are built without the steps of parts that are switched off, and again when a setting switches one. */
class SwitchedStepsTest extends ServingGatewayFixture {
    @AfterEach
    void restore() throws Exception {
        FileSystemUtils.deleteRecursively(gateway.routes);
        FileSystemUtils.copyRecursively(Path.of("routes"), gateway.routes);
        set("mehari.rate-limit.enabled", "false");
        gateway.reload();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tool-call-admit.rate-limit",
                "tool-call-cache-lookup.look-up-redis",
                "tool-call-cache-lookup.look-up-database",
                "tool-call-cache-store.store-redis",
                "tool-call-cache-store.store-database",
                "tool-call-record.shorten"
            })
    void aCallDoesNotPassWhatIsOff(String step) {
        assertThat(isBuilt(step)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tool-call-admit.find-tool", "tool-call-cache-lookup.look-up", "tool-call-cache-lookup.join"})
    void whatIsOnStays(String step) {
        assertThat(isBuilt(step)).isTrue();
    }

    @Test
    void camelDoesNotBuildWhatIsLeftOut() throws Exception {
        assertThat(channels("tool-call-admit")).hasSize(1);
        assertThat(channels("tool-call-cache-lookup")).hasSize(2);
        assertThat(channels("tool-call-record")).hasSize(1);
        set("mehari.rate-limit.enabled", "true");
        assertThat(channels("tool-call-admit")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", "on", "yes"})
    void aSettingPutsItsStepIn(String on) throws Exception {
        set("mehari.rate-limit.enabled", on);
        assertThat(isBuilt("tool-call-admit.rate-limit")).isTrue();
        assertThat(isBuilt("tool-call-record.shorten")).isFalse();
        set("mehari.rate-limit.enabled", "false");
        assertThat(isBuilt("tool-call-admit.rate-limit")).isFalse();
    }

    @Test
    void aSettingThatSwitchesNothingBuildsNothing() throws Exception {
        Generation before = gateway.running.current().orElseThrow();
        set("mehari.rate-limit.calls", "7");
        assertThat(gateway.running.current()).containsSame(before);
    }

    @Test
    void aRouteOfNothingElseKeepsItsStep() throws Exception {
        gateway.write("pipeline/tool-call-record.camel.yaml", stage("""
                        - process: {id: shorten, ref: resultShortening}
                """));
        gateway.reload();
        assertThat(isBuilt("tool-call-record.shorten")).isTrue();
        assertThat(gateway.outcome("files", "read", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void aStepInsideOfAnotherStays() throws Exception {
        gateway.write("pipeline/tool-call-record.camel.yaml", stage("""
                        - choice:
                            when:
                              - simple: '${body} != null'
                                steps:
                                  - process: {id: shorten, ref: resultShortening}
                        - process: {id: report, ref: callRecorder}
                """));
        gateway.reload();
        assertThat(isBuilt("tool-call-record.shorten")).isTrue();
        assertThat(gateway.outcome("files", "read", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
    }

    private static String stage(String steps) {
        return """
                - route:
                    id: tool-call-record
                    nodePrefixId: tool-call-record.
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: direct:tool-call-record
                      steps:
                """ + steps.indent(0);
    }

    private void set(String name, String value) throws Exception {
        TestPropertyValues.of(name + "=" + value).applyTo(gateway.beans);
        gateway.generations.refreshIfStale().get(20, TimeUnit.SECONDS);
    }

    private boolean isBuilt(String step) {
        return RouteSteps.all(context().getRouteDefinition(step.substring(0, step.indexOf('.')))).stream()
                .anyMatch(built -> step.endsWith("." + built.getId()));
    }

    /** What a route runs one after the other. */
    private List<Service> channels(String route) {
        return ServiceHelper.getChildServices(
                        (Service) context().getRoute(route).getProcessor())
                .stream()
                .filter(Channel.class::isInstance)
                .toList();
    }

    private ModelCamelContext context() {
        return (ModelCamelContext) gateway.running.current().orElseThrow().context();
    }
}
